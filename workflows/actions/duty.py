"""Duties of municipalities and regions in planning: planned for a year, fulfilled, waived, opened again."""

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.actions import file as files
from documents.validators import plain_text
from people import journal, post
from people.actions import link as links
from people.enums import TerritoryKind
from people.errors import Gone, Refused
from people.models import Person, Territory
from workflows import letters
from workflows.enums import DutyState
from workflows.models import Duty, DutyRule, NeededCapacity, ServiceKind
from workflows.queries.duty import recipients_of

# The duties stand in the act since it came into force; further ahead nobody plans them.
FIRST_YEAR, YEARS_AHEAD = 2007, 2
# Days of each month of a leap year: a term may be any day that some year has
MONTHS = [calendar.monthrange(2024, month)[1] for month in range(1, 13)]

journal.tells(
    {
        "duty.fulfilled": gettext_lazy("Povinnost splněna"),
        "duty.waived": gettext_lazy("Povinnost odpadla"),
        "duty.reopened": gettext_lazy("Povinnost znovu otevřena"),
        "duty.reminded": gettext_lazy("Odeslána výzva"),
        "territory.duties_planned": gettext_lazy("Naplánovány povinnosti roku"),
        "territory.duties_asked": gettext_lazy("Rozeslány výzvy ke splnění povinností"),
        "territory.duty_term_set": gettext_lazy("Zapsán vlastní termín povinnosti"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """A capacity that a municipality needs, as a line of its report says it."""

    kind: ServiceKind
    capacity: Decimal
    unit: str
    form: str = ""
    available: Decimal | None = None
    note: str = ""


def due_day(rule: DutyRule, year: int) -> dt.date:
    """Return the term of a duty of a year; 29 February falls on the last day of a shorter one."""
    year += int(rule.next_year)
    return dt.date(year, rule.month, min(rule.day, calendar.monthrange(year, rule.month)[1]))


def rules_for(place: Territory, rules: Iterable[DutyRule]) -> list[DutyRule]:
    """Choose one rule of each code, given oldest first: the region's own goes before that of the act."""
    chosen: dict[str, DutyRule] = {}
    for rule in rules:
        if place.kind not in rule.territory_kinds:
            continue
        if rule.territory_id is None:
            if (held := chosen.get(rule.code)) is None or held.territory_id is None:
                chosen[rule.code] = rule
        elif rule.territory_id == place.region_pk:
            chosen[rule.code] = rule
    return list(chosen.values())


@transaction.atomic
def plan_year(*, region: Territory, year: int, by: Person | None, now: dt.datetime) -> int:
    """Plan the duties of a year for a region and its municipalities; return how many were added.

    What is planned already stays as it is, so that a new municipality can be planned for later.
    Raises Refused for a year before the act and one too far ahead.
    """
    last = timezone.localdate(now).year + YEARS_AHEAD
    if not FIRST_YEAR <= year <= last:
        text = _("Povinnosti lze naplánovat na roky %(first)d až %(last)d.")
        raise Refused(text % {"first": FIRST_YEAR, "last": last})
    # The lock keeps two who plan the same year from planning it twice.
    Territory.objects.select_for_update().get(pk=region.pk)
    rules = list(DutyRule.objects.filter(valid_from__lte=dt.date(year, 12, 31)).order_by("valid_from", "pk"))
    near = Q(pk=region.pk) | Q(region=region, kind=TerritoryKind.MUNICIPALITY)
    known = set(Duty.objects.filter(year=year).values_list("rule__code", "territory"))
    made = [
        Duty(rule=rule, territory=place, year=year, due_on=due_day(rule, year))
        for place in Territory.objects.filter(near)
        for rule in rules_for(place, rules)
        if (rule.code, place.pk) not in known
    ]
    Duty.objects.bulk_create(made)
    if made:
        data = {"year": year, "count": len(made)}
        journal.record(region, "territory.duties_planned", by=by, at=now, data=data)
    return len(made)


def locked(duty: Duty, *states: DutyState) -> Duty:
    """Lock a duty and read it again; Gone when it is not in one of `states` any more."""
    Duty.objects.locked(duty.pk)
    row = Duty.objects.select_related("rule", "territory__region", "file").get(pk=duty.pk)
    if row.state not in states:
        raise Gone(_("Tato povinnost je teď ve stavu „%(state)s“.") % {"state": row.get_state_display()})
    return row


@transaction.atomic
def fulfil(
    *,
    duty: Duty,
    fulfilled_on: dt.date,
    by: Person | None,
    now: dt.datetime,
    text: str = "",
    capacities: Sequence[Capacity] = (),
    reference: str = "",
    said_by: str = "",
    upload: Any = None,
) -> Duty:
    """Record how a duty was fulfilled: the report, needed capacities, a document or its reference.

    Without `by` the report came by the link of a letter. Raises Gone when it is fulfilled already, Refused
    when nothing is said or the day has not come yet.
    """
    row = locked(duty, DutyState.DUE)
    text, reference = plain_text(text), reference.strip()
    if fulfilled_on > timezone.localdate(now):
        raise Refused(_("Den splnění nemůže být v budoucnosti."))
    if not (text or capacities or reference or upload or row.file_id):
        raise Refused(_("Napište, co sdělujete, nebo přiložte dokument či uveďte jeho č. j."))
    if upload:
        row.file = files.keep(holder=row, upload=upload, by=by, now=now)
    row.fulfil()
    row.fulfilled_on, row.text, row.reference = fulfilled_on, text, reference
    row.recorded_at, row.recorded_by = now, by
    row.revision += 1
    row.save()
    row.capacities.all().delete()
    NeededCapacity.objects.bulk_create(NeededCapacity(duty=row, **asdict_of(one)) for one in capacities)
    data = {"on": fulfilled_on, "capacities": len(capacities), "by_link": by is None}
    said = {"text": text, "reference": reference, "said_by": said_by.strip()}
    personal = {name: value for name, value in said.items() if value}
    journal.record(row, "duty.fulfilled", by=by, at=now, data=data, personal=personal or None)
    end_asking(row, now)
    if by is None:
        letters.duty_received(duty=row, to=recipients_of([row], timezone.localdate(now))[row.pk], now=now)
    return row


def asdict_of(one: Capacity) -> dict[str, Any]:
    """Return the columns of a line; the kind of service stays the object that it is."""
    return {**{name: value for name, value in asdict(one).items() if name != "kind"}, "kind": one.kind}


def end_asking(duty: Duty, now: dt.datetime) -> None:
    """Let nobody be asked for what is done: queued letters end; links stay, they show how it ended."""
    post.drop(duty, now, reason=_("Povinnost je mezitím vyřízená."))


@transaction.atomic
def waive(*, duty: Duty, reason: str, by: Person, now: dt.datetime) -> Duty:
    """Record that a duty need not be fulfilled this year, and why."""
    reason = plain_text(reason)
    if not reason:
        raise Refused(_("Napište, proč povinnost odpadla."))
    row = locked(duty, DutyState.DUE)
    row.waive()
    row.reason, row.recorded_at, row.recorded_by = reason, now, by
    row.revision += 1
    row.save()
    journal.record(row, "duty.waived", by=by, at=now, personal={"reason": reason})
    end_asking(row, now)
    links.revoke_for(row, now)
    return row


@transaction.atomic
def reopen(*, duty: Duty, reason: str, by: Person, now: dt.datetime) -> Duty:
    """Open a duty again: to be completed or because it did not drop out; what was reported stays written.

    Whoever reported it is told why, with a link to what they wrote.
    """
    reason = plain_text(reason)
    if not reason:
        raise Refused(_("Napište, proč se povinnost znovu otevírá."))
    row = locked(duty, DutyState.FULFILLED, DutyState.WAIVED)
    before = row.state
    row.reopen()
    row.fulfilled_on, row.reason = None, ""
    row.recorded_at, row.recorded_by = now, by
    row.revision += 1
    row.save()
    journal.record(row, "duty.reopened", by=by, at=now, data={"from": before}, personal={"reason": reason})
    to = recipients_of([row], timezone.localdate(now))[row.pk]
    letters.duty_returned(duty=row, to=to, reason=reason, by=by, now=now)
    return row


@transaction.atomic
def remind(*, duty: Duty, by: Person, now: dt.datetime) -> int:
    """Ask for one duty, or remind of it; return how many letters were written.

    Raises Gone when it is settled, Refused when there is nobody to write to.
    """
    row = locked(duty, DutyState.DUE)
    if not (count := ask([row], by=by, now=now)):
        text = _("Není komu napsat: %(place)s nemá zapsanou adresu úřadu ani koordinátora či koordinátorku.")
        raise Refused(text % {"place": row.territory.name})
    journal.record(row, "duty.reminded", by=by, at=now, data={"letters": count})
    return count


@transaction.atomic
def ask_all(*, region: Territory, year: int, by: Person, now: dt.datetime) -> tuple[int, int]:
    """Ask for all open duties of a year that nobody was asked for yet.

    Return how many duties were asked for and for how many there is nobody to write to.
    """
    open_ones = Duty.objects.filter(state=DutyState.DUE, reminded_at=None, year=year)
    near = open_ones.filter(Q(territory=region) | Q(territory__region=region))
    rows = held(near.values_list("pk", flat=True))
    ask(rows, by=by, now=now)
    asked = sum(row.reminded_at is not None for row in rows)
    if asked:
        data = {"year": year, "count": asked}
        journal.record(region, "territory.duties_asked", by=by, at=now, data=data)
    return asked, len(rows) - asked


def held(keys: Iterable[int]) -> list[Duty]:
    """Lock duties in the order of their keys and load what letters say of them."""
    locks = Duty.objects.select_for_update(of=("self",)).filter(pk__in=list(keys)).order_by("pk")
    return list(locks.select_related("rule", "territory__region"))


def ask(rows: Sequence[Duty], *, by: Person | None, now: dt.datetime) -> int:
    """Write to whoever answers for locked duties; one that nobody answers for is left as it is."""
    to = recipients_of(rows, timezone.localdate(now))
    reached = [row for row in rows if to[row.pk]]
    for row in reached:
        row.reminded_at = now
    Duty.objects.bulk_update(reached, ["reminded_at"])
    return letters.duty_asked(duties=reached, to=to, by=by, now=now)


@transaction.atomic
def set_term(
    *,
    region: Territory,
    code: str,
    term: tuple[int, int],
    next_year: bool,
    remind_days: int,
    source: str,
    valid_from: dt.date,
    by: Person,
    now: dt.datetime,
) -> DutyRule:
    """Let a region set a term (day, month) of its own; open duties from the year of validity move to it.

    Where the act sets no date, the region does. Raises Gone for a duty that the act does not know, Refused
    for a day that no month has and when a term valid from the same day is written already.
    """
    Territory.objects.select_for_update().get(pk=region.pk)
    shared = DutyRule.objects.filter(code=code, territory=None).order_by("-valid_from").first()
    if shared is None:
        raise Gone
    own = DutyRule.objects.filter(code=code, territory=region)
    check_term(term, valid_from, own)
    day, month = term
    rule = DutyRule.objects.create(
        code=code,
        territory=region,
        **{name: getattr(shared, name) for name in ("name", "about", "territory_kinds")},
        month=month,
        day=day,
        next_year=next_year,
        remind_days=remind_days,
        valid_from=valid_from,
        source=source.strip(),
        checked_on=timezone.localdate(now),
    )
    move_terms(rule, own)
    data = {"rule": rule.pk, "code": code, "day": day, "month": month, "from": valid_from}
    journal.record(region, "territory.duty_term_set", by=by, at=now, data=data)
    return rule


def check_term(term: tuple[int, int], valid_from: dt.date, own: QuerySet[DutyRule]) -> None:
    """Refuse a day that no year has, and a second term from the same day."""
    day, month = term
    if not (1 <= month <= len(MONTHS) and 1 <= day <= MONTHS[month - 1]):
        raise Refused(_("Takový den v roce není."))
    if own.filter(valid_from=valid_from).exists():
        raise Refused(_("Termín platný od tohoto dne už je zapsaný. Zvolte jiný den."))


def move_terms(rule: DutyRule, own: QuerySet[DutyRule]) -> None:
    """Move the open duties that a new term of a region is about: until the next term it has written."""
    later = own.filter(valid_from__gt=rule.valid_from).order_by("valid_from").first()
    near = Q(territory=rule.territory) | Q(territory__region=rule.territory)
    moved = Duty.objects.filter(
        near, rule__code=rule.code, state=DutyState.DUE, year__gte=rule.valid_from.year
    )
    if later is not None:
        moved = moved.filter(year__lt=later.valid_from.year)
    for year in set(moved.values_list("year", flat=True)):
        moved.filter(year=year).update(rule=rule, due_on=due_day(rule, year))
