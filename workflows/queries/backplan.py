"""Back-planning: the latest day of each step, counted back from the wanted force or a target session."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from bodies.models import Meeting
from documents.models import Consultation, Hearing
from people.calendars import is_working_day
from people.templatetags.triada import cdate
from workflows.enums import DecisionOrder, Deed, EditionState, Need, StepKind
from workflows.models import Decision, Edition, Opinion
from workflows.queries.bodies import asked_of

ONE_DAY = dt.timedelta(days=1)
# How far back a session may lie and still explain why a step is late.
MEMORY = dt.timedelta(days=180)
BEFORE_TRIAD = (EditionState.DRAFTING,)
BEFORE_CONSULTATION = (EditionState.DRAFTING, EditionState.TRIAD_REVIEW)
BEFORE_COUNCILS = (*BEFORE_CONSULTATION, EditionState.CONSULTATION, EditionState.SETTLEMENT)


@dataclass(frozen=True, slots=True)
class Session:
    """A planned session and its last day for papers."""

    held_on: dt.date
    papers_due_on: dt.date


@dataclass(frozen=True, slots=True)
class Council:
    """A body that is still to speak, with its planned sessions."""

    name: str
    order: int = 0
    sessions: tuple[Session, ...] = ()
    is_informative: bool = False
    before: str = ""

    def last_by(self, day: dt.date) -> Session | None:
        """Return the last session held on a day or earlier."""
        return max((s for s in self.sessions if s.held_on <= day), key=lambda s: s.held_on, default=None)


@dataclass(frozen=True, slots=True)
class Way:
    """What is still to come of a path, with its lengths in days."""

    today: dt.date
    decisions: tuple[Council, ...] = ()
    opinions: tuple[Council, ...] = ()
    in_sequence: bool = True
    submits: bool = True
    settles: bool = False
    closes: bool = False
    opens: bool = False
    hearing: bool = False
    triad_answers: bool = False
    triad_starts: bool = False
    review_days: int = 0
    minimum_days: int = 0
    usual_days: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A step with the latest day on which it still leads to the target; None when no day can be counted."""

    deed: str
    label: str
    latest: dt.date | None
    note: str = ""
    is_late: bool = False
    is_missing: bool = False

    @property
    def warns(self) -> bool:
        return self.is_late or self.is_missing


@dataclass
class Count:
    """The counting itself: where it has come to, and the steps found, the last first."""

    today: dt.date
    cursor: dt.date | None
    steps: list[Step] = field(default_factory=list)

    def add(
        self, deed: str, label: str, latest: dt.date | None, note: str = "", *, missing: bool = False
    ) -> None:
        late = latest is not None and latest < self.today
        self.steps.append(Step(deed, label, latest, note, late, missing))

    def speak(self, council: Council, deed: str, label: str, by: dt.date | None) -> dt.date | None:
        """Add the session of a body held by a day; return its last day for papers."""
        session = council.last_by(by) if by is not None else None
        if session is not None:
            due = session.papers_due_on
            note = _("uzávěrka materiálů %(day)s") % {"day": cdate(due)}
            self.add(deed, label, session.held_on, note)
            return due
        if by is None or not council.sessions:
            note = _("není naplánováno žádné jednání")
        else:
            note = _("do %(day)s není naplánováno žádné jednání") % {"day": cdate(by)}
        self.add(deed, label, by, note, missing=True)
        return by


def schedule(way: Way, limit: dt.date | None) -> list[Step]:
    """Count the latest day of every step still to come, from the last back to the first; a pure function."""
    count = Count(way.today, limit)
    councils(way, count)
    if way.submits:
        count.add(Deed.SUBMIT_FOR_APPROVAL, str(Deed.SUBMIT_FOR_APPROVAL.label), count.cursor)
    opinions(way, count, Deed.SUBMIT_FOR_APPROVAL)
    if way.hearing:
        count.add("hearing", _("Veřejné projednání"), count.cursor)
    if way.settles:
        count.add("settle", _("Vypořádat připomínky"), count.cursor)
    consultation(way, count)
    opinions(way, count, Deed.OPEN_CONSULTATION)
    triad(way, count)
    opinions(way, count, Deed.SUBMIT_TO_TRIAD)
    return count.steps[::-1]


def councils(way: Way, count: Count) -> None:
    """Walk the decisions from the last to the first; a body that is only informed holds nobody up."""
    rows = sorted(way.decisions, key=lambda c: c.order, reverse=True)
    limit, earliest = count.cursor, count.cursor
    for _order, group in groupby(rows, key=lambda c: c.order):
        by = count.cursor if way.in_sequence else limit
        for council in group:
            label = _("Rozhodnutí: %(body)s") % {"body": council.name}
            due = count.speak(council, Deed.RECORD_DECISION, label, by)
            if not council.is_informative:
                earliest = min((d for d in (earliest, due) if d is not None), default=None)
        count.cursor = earliest


def opinions(way: Way, count: Count, before: Deed) -> None:
    """Put in the bodies that the path wants before a move; their papers are due earlier still."""
    by = count.cursor
    for council in (c for c in way.opinions if c.before == before):
        label = _("Stanovisko: %(body)s") % {"body": council.name}
        due = count.speak(council, "opinion", label, by)
        count.cursor = min((d for d in (count.cursor, due) if d is not None), default=None)


def consultation(way: Way, count: Count) -> None:
    if not way.closes:
        return
    if count.cursor is not None:
        count.cursor -= ONE_DAY
    count.add(Deed.CLOSE_CONSULTATION, _("Poslední den připomínek"), count.cursor)
    if not way.opens:
        return
    if count.cursor is not None:
        count.cursor -= dt.timedelta(days=max(way.minimum_days, 1) - 1)
    note = _("nejméně %(least)s dní, obvykle %(usual)s") % {
        "least": way.minimum_days,
        "usual": way.usual_days,
    }
    count.add(Deed.OPEN_CONSULTATION, str(Deed.OPEN_CONSULTATION.label), count.cursor, note)


def triad(way: Way, count: Count) -> None:
    if way.triad_answers:
        count.add("answers", _("Vyjádření všech stran triády"), count.cursor)
    if not way.triad_starts:
        return
    if count.cursor is not None:
        count.cursor = working_day_before(count.cursor - dt.timedelta(days=way.review_days))
    note = _("na vyjádření %(n)s dní") % {"n": way.review_days}
    count.add(Deed.SUBMIT_TO_TRIAD, str(Deed.SUBMIT_TO_TRIAD.label), count.cursor, note)


def working_day_before(day: dt.date) -> dt.date:
    """Return a day itself if people work on it, else the last working day before it."""
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def targets(way: Way) -> list[dt.date]:
    """Return the future sessions of the bodies that decide last, the nearest first."""
    deciding = [c for c in way.decisions if not c.is_informative]
    last = max((c.order for c in deciding), default=0)
    return sorted(
        {s.held_on for c in deciding if c.order == last for s in c.sessions if s.held_on >= way.today}
    )


def aim(way: Way, wanted: dt.date | None) -> dt.date | None:
    """Choose the day to count back from.

    The wanted day when the councils can sit by it; otherwise the nearest target session that can still be
    made, and when none can, the last one planned, so that the page shows what is late.
    """
    days = targets(way)
    if wanted is not None and (not days or days[0] <= wanted):
        return wanted
    reachable = (day for day in days if not any(step.is_late for step in schedule(way, day)))
    return next(reachable, days[-1] if days else wanted)


def backplan(edition: Edition, now: dt.datetime, target: dt.date | None = None) -> list[Step]:
    """Return the steps that an edition still has before it, each with its latest day, in seven queries.

    `target` is the session that the person counts with; without one the wanted day of force leads.
    """
    way = way_of(edition, timezone.localdate(now))
    return schedule(way, target or aim(way, edition.valid_from))


def way_of(edition: Edition, today: dt.date) -> Way:
    """Read what of its path an edition still has before it."""
    path, state = edition.path, edition.state
    window = state == EditionState.CONSULTATION
    opens = path.consultation == Need.REQUIRED and state in BEFORE_CONSULTATION
    held = Hearing.objects.filter(consultation__document=edition.document_id, held_at__isnull=False)
    hearing = path.hearing == Need.REQUIRED and state in BEFORE_COUNCILS and not held.exists()
    if (
        opens
        and Consultation.objects.filter(
            document=edition.document_id, closed_at__isnull=False, was_cut_short=False
        ).exists()
    ):
        opens = False
    way = Way(
        today=today,
        in_sequence=path.decision_order == DecisionOrder.SEQUENCE,
        submits=state in BEFORE_COUNCILS,
        settles=opens or window or state == EditionState.SETTLEMENT,
        closes=opens or window,
        opens=opens,
        hearing=hearing,
        triad_answers=path.triad == Need.REQUIRED and state in BEFORE_CONSULTATION,
        triad_starts=path.triad == Need.REQUIRED and state in BEFORE_TRIAD,
        review_days=path.review_days,
        minimum_days=path.consultation_minimum,
        usual_days=path.consultation_days,
    )
    return with_councils(way, edition)


def with_councils(way: Way, edition: Edition) -> Way:
    """Add the bodies that are still to speak, each with its sessions."""
    wanted = list(edition.opinions.filter(verdict="").select_related("body")) if way.submits else []
    decided = list(deciding(edition, way))
    bodies = {o.body_id for o in wanted} | {body for _c, body in decided if body}
    sessions: dict[int, list[Session]] = {}
    for row in Meeting.objects.filter(body__in=bodies, held_on__gte=way.today - MEMORY):
        sessions.setdefault(row.body_id, []).append(Session(row.held_on, row.papers_due_on))
    return replace(
        way,
        opinions=tuple(opinion_of(o, sessions.get(o.body_id, ())) for o in wanted),
        decisions=tuple(replace(c, sessions=tuple(sessions.get(body or 0, ()))) for c, body in decided),
    )


def opinion_of(opinion: Opinion, sessions: Iterable[Session]) -> Council:
    return Council(opinion.body.label, opinion.order, tuple(sessions), before=opinion.before)


def deciding(edition: Edition, way: Way) -> Iterator[tuple[Council, int | None]]:
    """Yield the bodies that are to decide with their keys: as asked, or as they would be asked today."""
    if edition.state == EditionState.COUNCIL_APPROVAL:
        rows: Sequence[Decision] = list(edition.decisions.select_related("body").filter(is_ended=False))
        for row in rows:
            if row.is_open:
                name = row.body.label if row.body else row.body_name
                yield Council(name, row.order, is_informative=row.is_informative), row.body_id
        return
    if not way.submits:
        return
    steps = list(edition.path.steps.filter(kind=StepKind.DECISION))
    for asked in asked_of(edition, steps, way.today):
        name = asked.body.label if asked.body else asked.territory.name
        council = Council(name, asked.step.order, is_informative=asked.step.is_informative)
        yield council, asked.body.pk if asked.body else None
