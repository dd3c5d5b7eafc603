"""The register of outputs across bodies: who may read which, and how an output is told in words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from re import Pattern
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from bodies.enums import Due, MinutesState
from bodies.models import Body, Mandate, Meeting, Participant, Resolution, ResolutionPoint
from bodies.queries import meeting as meetings
from bodies.queries.minutes import hidden_name, hidden_person
from bodies.queries.redaction import Hidden, pattern_of, redacted
from bodies.queries.running import run_by
from people.alphabet import alphabetical
from people.enums import Side
from people.models import Person, Territory
from people.templatetags.triada import cdate, nbsp

Visitor = Person | AnonymousUser
OUT = MinutesState.PUBLISHED
# Published with the minutes that tell of it: of its own meeting, or of the one that heard of the round.
PUBLIC = Q(is_public=True) & (
    Q(meeting__minutes__state=OUT, item__is_closed_to_public=False)
    | Q(round__reported_at__meeting__minutes__state=OUT, round__reported_at__is_closed_to_public=False)
)
PARTS = ("body__territory", "meeting__minutes", "item", "ballot", "round", "document", "version")


def inside(visitor: Visitor, day: dt.date) -> QuerySet[Resolution]:
    """Keep the outputs that a visitor may read as a member, organiser or minute taker, published or not."""
    if not isinstance(visitor, Person) or not visitor.is_active:
        return Resolution.objects.none()
    held = Mandate.objects.on(day).filter(person=visitor)
    outside = Q(round__isnull=False)
    rounds = run_by(visitor, day, "body__") | Q(body__in=held.values("seat__body"))
    rounds |= Q(round__votes__person=visitor)
    rows = Resolution.objects.filter(
        Q(meeting__in=meetings.visible_to(visitor, day).values("pk")) | outside & rounds
    )
    return Resolution.objects.filter(pk__in=rows.values("pk"))


def visible_to(visitor: Visitor, day: dt.date) -> QuerySet[Resolution]:
    """Keep the outputs that a visitor may read: the published ones, and those of their own bodies."""
    own = inside(visitor, day)
    return Resolution.objects.filter(PUBLIC | Q(pk__in=own.values("pk")))


def told(rows: QuerySet[Resolution]) -> QuerySet[Resolution]:
    """Load with outputs everything that their words are made of."""
    points = ResolutionPoint.objects.select_related("responsible", "organisation").order_by("order")
    return rows.select_related(*PARTS).prefetch_related(Prefetch("points", points))


def narrowed(rows: QuerySet[Resolution], wanted: dict[str, Any]) -> QuerySet[Resolution]:
    """Filter the register by everything but text, which is searched as the visitor may read it."""
    if wanted.get("body"):
        rows = rows.filter(body=wanted["body"])
    if wanted.get("word"):
        rows = rows.filter(word=wanted["word"])
    if wanted.get("year"):
        rows = rows.filter(decided_on__year=wanted["year"])
    if wanted.get("territory"):
        rows = rows.filter(body__territory=wanted["territory"])
    if wanted.get("outcome"):
        rows = rows.filter(outcome=wanted["outcome"])
    if wanted.get("verb"):
        rows = rows.filter(pk__in=ResolutionPoint.objects.filter(verb=wanted["verb"]).values("resolution"))
    if wanted.get("about_plan"):
        rows = rows.filter(document__isnull=False)
    return rows


def searched(rows: QuerySet[Resolution], text: str, own: QuerySet[Resolution]) -> QuerySet[Resolution]:
    """Keep outputs with every word of a text in their number, matter or points.

    What the public may not read is not found either, else a search would tell that it is there.
    """
    for word in text.split():
        said = ResolutionPoint.objects.filter(text__icontains=word).values("resolution")
        rows = rows.filter(Q(title__icontains=word) | Q(number__icontains=word) | Q(pk__in=said))
    shown = set(own.filter(pk__in=rows.values("pk")).values_list("pk", flat=True))
    others = list(told(Resolution.objects.filter(pk__in=rows.order_by().values("pk")).exclude(pk__in=shown)))
    names = hidden_in({row.body_id for row in others})
    words = [word.casefold() for word in text.split()]
    for row in others:
        public = " ".join([row.number, redacted(row.title, names), *lines(row, names)]).casefold()
        if all(word in public for word in words):
            shown.add(row.pk)
    return rows.filter(pk__in=shown)


def hidden_in(bodies: Iterable[int]) -> Pattern[str] | None:
    """Make a pattern of the names that the public may not read: of service users and their deputies."""
    wanted = list(bodies)
    if not wanted:
        return None
    seats = Mandate.objects.filter(seat__body__in=wanted, seat__side=Side.USERS, may_name_publicly=False)
    names: list[Hidden] = [hidden_person(mandate.person) for mandate in seats.select_related("person")]
    rows = Participant.objects.filter(meeting__body__in=wanted, side=Side.USERS)
    rows = rows.exclude(deputy=None, deputy_name="").select_related("deputy")
    for row in rows:
        names += [hidden_person(row.deputy)] if row.deputy else []
        names += [hidden_name(row.deputy_name)] if row.deputy_name.strip() else []
    return pattern_of(names)


def heading(row: Resolution) -> str:
    """Name an output as it is quoted: "doporučení č. 3/26 ze dne 9. 11. 2026"."""
    number = _("č. %(number)s") % {"number": row.number} if row.number else _("bez čísla")
    words = {"word": row.get_word_display(), "number": number, "day": cdate(row.decided_on)}
    return nbsp(_("%(word)s %(number)s ze dne %(day)s") % words)


def lines(row: Resolution, names: Pattern[str] | None = None, *, public: bool = True) -> list[str]:
    """Tell the points of an output, each led by its verb."""
    said = [line(point) for point in row.points.all()]
    return [redacted(one, names) for one in said] if public else said


def line(point: ResolutionPoint) -> str:
    """Tell one point: "ukládá … ; T: 30. 6. 2026, O: Mgr. Eva Součková"."""
    text = f"{point.get_verb_display()} {point.text.strip().rstrip('.;')}"
    if not point.due:
        return nbsp(f"{text}.")
    term = cdate(point.due_on) if point.due == Due.DAY else str(Due(point.due).label)
    answers = point.responsible.name if point.responsible else str(point.organisation or "")
    extra = [_("T: %(term)s") % {"term": term}, _("O: %(who)s") % {"who": answers}]
    if point.cooperating:
        extra.append(_("S: %(who)s") % {"who": point.cooperating})
    return nbsp(f"{text}; {', '.join(extra)}.")


def whole(body: Body, points: Sequence[str]) -> str:
    """Join the points with the name of the body: one sentence, or a numbered list."""
    if len(points) == 1:
        return f"{body.name} {points[0]}"
    return "\n".join([body.name, *(f"{number}. {point}" for number, point in enumerate(points, 1))])


def text_of(row: Resolution) -> str:
    """Return the whole wording of an output as it was resolved, for those who may read all of it."""
    return whole(row.body, lines(row, public=False))


@dataclass(frozen=True, slots=True)
class Reading:
    """An output as one visitor may read it."""

    row: Resolution
    title: str
    lines: tuple[str, ...]
    is_inside: bool

    @property
    def heading(self) -> str:
        return heading(self.row)

    @property
    def text(self) -> str:
        """What is copied: where it is from and what it says."""
        about = _("Věc: %(title)s") % {"title": self.title}
        return f"{self.row.body.name}: {self.heading}\n{about}\n\n{whole(self.row.body, self.lines)}"

    @property
    def wording(self) -> str:
        return whole(self.row.body, self.lines)


def readings(rows: Sequence[Resolution], visitor: Visitor, day: dt.date) -> list[Reading]:
    """Tell outputs as a visitor may read them, in a number of queries that their number does not change."""
    wanted = [row.pk for row in rows]
    own = set(inside(visitor, day).filter(pk__in=wanted).values_list("pk", flat=True))
    names = hidden_in({row.body_id for row in rows if row.pk not in own})
    found = []
    for row in rows:
        within = row.pk in own
        title = row.title if within else redacted(row.title, names)
        found.append(Reading(row, title, tuple(lines(row, names, public=not within)), within))
    return found


def bodies_with_outputs(rows: QuerySet[Resolution]) -> QuerySet[Body]:
    return Body.objects.filter(pk__in=rows.order_by().values("body")).order_by(*alphabetical("name"), "pk")


def places_with_outputs(rows: QuerySet[Resolution]) -> QuerySet[Territory]:
    return Territory.objects.filter(pk__in=rows.order_by().values("body__territory")).order_by(
        *alphabetical("name"), "pk"
    )


def years_of(rows: QuerySet[Resolution]) -> list[int]:
    """List the years in which something was resolved, the latest first."""
    return [day.year for day in rows.order_by().dates("decided_on", "year", order="DESC")]


def of_meeting(meeting: Meeting) -> list[Resolution]:
    """List the outputs of one meeting in the order of its agenda."""
    return list(told(meeting.resolutions.order_by("item__order", "pk")))
