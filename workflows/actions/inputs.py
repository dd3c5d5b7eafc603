"""Rounds in which implementers and municipalities are asked for reports or proposals.

Lock order, always: round → request → plan → reports → viewflow process → journal head.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people import journal, post
from people.actions import link as links
from people.errors import Gone, Refused
from people.models import Organisation, Person, Territory
from workflows import letters
from workflows.actions import report
from workflows.enums import InputPurpose, InputRoundState, PlanState
from workflows.flows import inputs as errand
from workflows.models import InputRequest, InputRound, Plan

OPEN = errand.OPEN


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to ask: an organisation or a municipality, about which items, and which person if known."""

    organisation: Organisation | None = None
    territory: Territory | None = None
    person: Person | None = None
    keys: tuple[UUID, ...] = ()


def locked(held: InputRound) -> InputRound:
    """Lock a round before anything else, then load what its letters and errand read."""
    row = InputRound.objects.locked(held.pk)
    parts = ("plan__territory", "plan__coordinator", "plan__deputy")
    return InputRound.objects.select_related(*parts).get(pk=row.pk)


def locked_open(held: InputRound) -> InputRound:
    """Lock a round that is still gathered. Raises Gone when it was closed."""
    held = locked(held)
    if held.state != InputRoundState.OPEN:
        raise Gone(_("Tento sběr je už uzavřený."))
    return held


@transaction.atomic
def open_round(
    *,
    plan: Plan,
    purpose: InputPurpose,
    year: int,
    due_on: dt.date,
    asked: Sequence[Asked],
    by: Person,
    now: dt.datetime,
    note: str = "",
) -> InputRound:
    """Ask many at once about one year of a plan; everybody who can be written to gets a letter.

    Raises Refused when nobody is chosen, the term has passed, the year is not in the plan's period, or the
    same is being asked already.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    check(plan, purpose, year, due_on, now)
    if not asked:
        raise Refused(_("Vyberte aspoň jednu organizaci nebo obec, které se chcete zeptat."))
    running = plan.input_rounds.filter(purpose=purpose, year=year)
    if running.filter(state=InputRoundState.OPEN).exists():
        raise Refused(_("Totéž se za tento rok už sbírá. Doplňte další tázané do běžícího sběru."))
    held = InputRound.objects.create(
        plan=plan, purpose=purpose, year=year, due_on=due_on, note=note.strip(), opened_at=now, opened_by=by
    )
    requests = add(held, asked, now)
    errand.begin(held)
    data = {"plan": plan.pk, "purpose": str(purpose), "year": year, "asked": len(requests)}
    journal.record(held, "input_round.opened", by=by, at=now, data=data)
    letters.input_asked(held=held, requests=requests, by=by, now=now)
    return held


def check(plan: Plan, purpose: str, year: int, due_on: dt.date, now: dt.datetime) -> None:
    """Refuse a term that has passed and a year that cannot be told about."""
    if due_on < timezone.localdate(now):
        raise Refused(_("Termín už minul, zvolte pozdější den."))
    if purpose == InputPurpose.REPORTS:
        if plan.state not in report.OPEN_STATES:
            raise Refused(_("O hlášení se žádá, až když je plán v platnosti."))
        report.check_year(plan, year, now)
        return
    if plan.state in (PlanState.CLOSED, PlanState.WITHDRAWN):
        raise Refused(_("Plán je ukončený, podklady se k němu už nesbírají."))
    first, last = plan.period_from, plan.period_to
    if not (first and last and first.year <= year <= last.year):
        text = _("Rok %(year)d není v období plánu (%(period)s).")
        raise Refused(text % {"year": year, "period": plan.period})


def add(held: InputRound, asked: Sequence[Asked], now: dt.datetime) -> list[InputRequest]:
    """Write the requests of a round. Raises Refused for somebody asked twice or a person who has left."""
    once = {(one.organisation, one.territory) for one in asked}
    rows = held.requests.select_related("organisation", "territory")
    known = {(row.organisation, row.territory) for row in rows}
    if len(once) < len(asked) or once & known:
        raise Refused(_("Každá organizace a obec se v jednom sběru ptá jen jednou."))
    for one in asked:
        if one.person is not None and not one.person.is_active:
            raise Refused(_("%(name)s už v Triádě nepůsobí.") % {"name": one.person.name})
    return [
        InputRequest.objects.create(
            round=held,
            organisation=one.organisation,
            territory=one.territory,
            person=one.person,
            keys=[str(key) for key in one.keys],
            due_on=held.due_on,
            asked_at=now,
        )
        for one in asked
    ]


@transaction.atomic
def ask_more(*, held: InputRound, asked: Sequence[Asked], by: Person, now: dt.datetime) -> list[InputRequest]:
    """Ask others while the round runs. Raises Refused when nobody is chosen or somebody is asked already."""
    held = locked_open(held)
    if not asked:
        raise Refused(_("Vyberte aspoň jednu organizaci nebo obec, které se chcete zeptat."))
    requests = add(held, asked, now)
    errand.ask_again(held, requests)
    journal.record(held, "input_round.asked_more", by=by, at=now, data={"asked": len(requests)})
    letters.input_asked(held=held, requests=requests, by=by, now=now)
    return requests


@transaction.atomic
def extend(*, held: InputRound, due_on: dt.date, by: Person, now: dt.datetime, note: str = "") -> InputRound:
    """Give a running round a later term; those who have not answered are told, links sent before live on.

    Raises Refused for a term that is not later or has passed, Gone when the round is closed.
    """
    held = locked_open(held)
    before = held.due_on
    if due_on <= before:
        raise Refused(_("Nový termín musí být pozdější než dosavadní."))
    if due_on < timezone.localdate(now):
        raise Refused(_("Termín už minul, zvolte pozdější den."))
    held.due_on = due_on
    held.revision += 1
    held.save()
    held.requests.update(due_on=due_on)
    silent = held.requests.filter(state__in=OPEN)
    silent.update(reminded_at=None)
    keys = held.requests.values_list("pk", flat=True)
    lasts = letters.end_of(due_on) + letters.AFTER_TERM
    links.prolong_all(InputRequest.journal_kind, keys, purpose=letters.INPUT, expires_at=lasts)
    data = {"before": before, "due_on": due_on}
    personal = {"note": note.strip()} if note.strip() else None
    journal.record(held, "input_round.extended", by=by, at=now, data=data, personal=personal)
    rows = silent.select_related("person", "organisation", "territory").order_by("pk")
    letters.input_extended(held=held, requests=list(rows), before=before, note=note.strip(), by=by, now=now)
    return held


@transaction.atomic
def remind(*, held: InputRound, by: Person | None, now: dt.datetime, only: InputRequest | None = None) -> int:
    """Remind those who have not answered, or one of them; return to how many a letter goes.

    Raises Gone when the round is closed or the one has answered.
    """
    held = locked_open(held)
    rows = InputRequest.objects.filter(round=held, state__in=OPEN)
    rows = rows.select_related("person", "organisation", "territory").order_by("pk")
    requests = list(rows.filter(pk=only.pk) if only else rows)
    if only is not None and not requests:
        raise Gone
    told = letters.reachable(requests)
    if not told:
        raise Refused(_("Nikdo z těch, na koho se čeká, nemá e-mail. Vytiskněte jim dopis."))
    send_reminders(held, told, by=by, now=now)
    return len(told)


def send_reminders(
    held: InputRound, requests: Sequence[InputRequest], *, by: Person | None, now: dt.datetime
) -> None:
    """Write reminders for requests of a locked round."""
    for request in requests:
        request.reminded_at = now
    InputRequest.objects.bulk_update(requests, ["reminded_at"])
    journal.record(held, "input_round.reminded", by=by, at=now, data={"reminded": len(requests)})
    letters.input_reminded(held=held, requests=requests, by=by, now=now)


@transaction.atomic
def close_round(*, held: InputRound, by: Person, now: dt.datetime) -> InputRound:
    """End a round; those who have not answered are told, and what they have written stays to be read.

    Raises Gone when it was closed already.
    """
    held = locked_open(held)
    left = list(
        InputRequest.objects.select_for_update(of=("self",))
        .filter(round=held, state__in=OPEN)
        .select_related("person", "organisation", "territory")
        .order_by("pk")
    )
    held.close()
    held.closed_at = now
    held.revision += 1
    held.save()
    errand.end(held, by)
    for request in left:
        post.drop(request, now)
    journal.record(held, "input_round.closed", by=by, at=now, data={"unanswered": len(left)})
    letters.input_closed(held=held, requests=left, now=now)
    return held
