from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bodies.enums import BodyKind
from bodies.models import Body
from people.calendars import is_working_day
from tests.factories import bodies as councils
from tests.factories import workflows as make
from workflows.enums import Deed, EditionState
from workflows.queries.backplan import Council, Session, Step, Way, aim, backplan, schedule, targets

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def council(name, order, *days, papers=7, **fields):
    return Council(name, order, tuple(Session(d, d - timedelta(days=papers)) for d in days), **fields)


def whole(**changes):
    values = {
        "today": TODAY,
        "decisions": (council("rada", 3, date(2027, 3, 1)), council("zastupitelstvo", 4, date(2027, 3, 20))),
        "opinions": (council("K21", 2, date(2027, 2, 10), before=Deed.SUBMIT_FOR_APPROVAL),),
        "settles": True,
        "closes": True,
        "opens": True,
        "hearing": True,
        "triad_answers": True,
        "triad_starts": True,
        "review_days": 14,
        "minimum_days": 14,
        "usual_days": 21,
    }
    return Way(**{**values, **changes})


def latest(steps):
    return {step.label: step.latest for step in steps}


def test_every_step_is_counted_back_from_the_session_of_the_last_body():
    assert [(step.deed, step.latest) for step in schedule(whole(), date(2027, 3, 20))] == [
        (Deed.SUBMIT_TO_TRIAD, date(2027, 1, 6)),
        ("answers", date(2027, 1, 20)),
        (Deed.OPEN_CONSULTATION, date(2027, 1, 20)),
        (Deed.CLOSE_CONSULTATION, date(2027, 2, 2)),
        ("settle", date(2027, 2, 3)),
        ("hearing", date(2027, 2, 3)),
        ("opinion", date(2027, 2, 10)),
        (Deed.SUBMIT_FOR_APPROVAL, date(2027, 2, 22)),
        (Deed.RECORD_DECISION, date(2027, 3, 1)),
        (Deed.RECORD_DECISION, date(2027, 3, 20)),
    ]


def test_a_latest_day_that_has_passed_is_late():
    steps = schedule(whole(today=date(2027, 1, 10)), date(2027, 3, 20))
    assert [step.deed for step in steps if step.is_late] == [Deed.SUBMIT_TO_TRIAD]


def test_a_body_without_a_planned_session_is_missing():
    way = whole(decisions=(council("rada", 3), council("zastupitelstvo", 4, date(2027, 3, 20))))
    found = next(step for step in schedule(way, date(2027, 3, 20)) if "rada" in step.label)
    assert (found.is_missing, found.latest, found.note) == (
        True,
        date(2027, 3, 13),
        "není naplánováno žádné jednání",
    )


def test_a_session_after_the_day_that_is_needed_does_not_help():
    way = whole(
        decisions=(council("rada", 3, date(2027, 3, 18)), council("zastupitelstvo", 4, date(2027, 3, 20)))
    )
    found = next(step for step in schedule(way, date(2027, 3, 20)) if "rada" in step.label)
    assert found.is_missing


def test_a_body_that_is_only_informed_holds_nobody_up():
    informed = council("výbor", 3, date(2027, 1, 5), is_informative=True)
    way = Way(today=TODAY, decisions=(informed, council("zastupitelstvo", 4, date(2027, 3, 20))))
    assert latest(schedule(way, date(2027, 3, 20)))["Předat ke schválení"] == date(2027, 3, 13)


def test_councils_that_decide_each_for_itself_share_one_target():
    way = Way(
        today=TODAY,
        in_sequence=False,
        decisions=(council("Ves A", 2, date(2027, 2, 1)), council("Ves B", 2, date(2027, 3, 1), papers=10)),
    )
    assert latest(schedule(way, date(2027, 3, 1))) == {
        "Předat ke schválení": date(2027, 1, 25),
        "Rozhodnutí: Ves A": date(2027, 2, 1),
        "Rozhodnutí: Ves B": date(2027, 3, 1),
    }


def test_without_any_session_nothing_can_be_counted():
    way = Way(today=TODAY, decisions=(council("rada", 1),))
    assert [(s.latest, s.is_missing) for s in schedule(way, aim(way, None))] == [(None, False), (None, True)]


def test_the_nearest_session_that_can_still_be_made_is_aimed_at():
    days = (date(2026, 12, 10), date(2027, 1, 20), date(2027, 4, 20))
    rada = council("rada", 3, date(2026, 12, 1), date(2027, 1, 10), date(2027, 4, 1))
    way = whole(decisions=(rada, council("zastupitelstvo", 4, *days)), opinions=())
    assert (targets(way), aim(way, None)) == (list(days), date(2027, 1, 20))


def test_when_no_session_can_be_made_the_last_one_shows_what_is_late():
    way = whole(decisions=(council("zastupitelstvo", 4, date(2026, 11, 30)),), opinions=())
    assert aim(way, None) == date(2026, 11, 30)


def test_the_wanted_day_of_force_leads_where_a_session_precedes_it():
    way = whole()
    assert (aim(way, date(2027, 4, 1)), aim(way, date(2027, 1, 1))) == (date(2027, 4, 1), date(2027, 3, 20))


# The first use of the calendar of holidays is slow; it is not what is measured here.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
days_ahead = st.integers(min_value=0, max_value=400).map(lambda n: TODAY + n * DAY)
councils_of = st.lists(
    st.builds(
        lambda order, days, papers, informative: council(
            f"orgán {order}", order, *sorted(set(days)), papers=papers, is_informative=informative
        ),
        st.integers(1, 4),
        st.lists(days_ahead, max_size=5),
        st.integers(0, 30),
        st.booleans(),
    ),
    max_size=4,
)
ways = st.builds(
    Way,
    today=st.just(TODAY),
    decisions=councils_of.map(tuple),
    in_sequence=st.booleans(),
    hearing=st.booleans(),
    settles=st.booleans(),
    closes=st.booleans(),
    opens=st.booleans(),
    triad_answers=st.booleans(),
    triad_starts=st.booleans(),
    review_days=st.integers(0, 60),
    minimum_days=st.integers(0, 60),
)


def binding(steps, way) -> list[Step]:
    """Leave out bodies that are only informed, and bodies beside each other: they have no order."""
    free = {f"Rozhodnutí: {c.name}" for c in way.decisions if c.is_informative}
    return [s for s in steps if s.latest is not None and s.label not in free]


@calm
@given(ways, days_ahead)
def test_no_step_is_later_than_the_one_after_it(way, limit):
    steps = binding(schedule(way, limit), way)
    before = [s for s in steps if s.deed != Deed.RECORD_DECISION]
    assert [s.latest for s in before] == sorted(s.latest for s in before)
    decided = [s.latest for s in steps if s.deed == Deed.RECORD_DECISION]
    assert all(day <= limit for day in decided)
    assert all(s.latest <= min(decided, default=limit) for s in before)


@calm
@given(ways, days_ahead, st.integers(1, 100))
def test_a_later_target_never_makes_a_step_earlier(way, limit, more):
    soon, late = schedule(way, limit), schedule(way, limit + more * DAY)
    assert [s.label for s in soon] == [s.label for s in late]
    pairs = [(a, b) for a, b in zip(soon, late, strict=True) if not (a.is_missing or b.is_missing)]
    informed = {f"Rozhodnutí: {c.name}" for c in way.decisions if c.is_informative}
    if not any(s.is_missing for s in (*soon, *late)):
        assert all(a.latest <= b.latest for a, b in pairs if a.label not in informed)


@calm
@given(ways, days_ahead)
def test_late_means_before_today_and_lengths_are_kept(way, limit):
    steps = schedule(way, limit)
    assert all(s.is_late == (s.latest is not None and s.latest < TODAY) for s in steps)
    by = {s.deed: s.latest for s in steps}
    if Deed.OPEN_CONSULTATION in by:
        length = by[Deed.CLOSE_CONSULTATION] - by[Deed.OPEN_CONSULTATION] + DAY
        assert length == max(way.minimum_days, 1) * DAY
    if Deed.SUBMIT_TO_TRIAD in by:
        assert is_working_day(by[Deed.SUBMIT_TO_TRIAD])


@pytest.mark.django_db
def test_a_real_edition_is_counted_from_its_bodies_and_path(django_assert_max_num_queries):
    edition = make.drafted("plan-mesta")
    today = make.TODAY
    for kind, day in (
        (BodyKind.STEERING, 60),
        (BodyKind.COMMISSION, 120),
        (BodyKind.BOARD, 150),
        (BodyKind.ASSEMBLY, 170),
    ):
        body = Body.objects.get(territory=edition.plan.territory, kind=kind)
        councils.meeting(body, today + timedelta(days=day))
    edition = make.fresh(edition)
    with django_assert_max_num_queries(13):
        steps = backplan(edition, make.NOW)
    assert [s.deed for s in steps] == [
        Deed.SUBMIT_TO_TRIAD,
        "answers",
        "opinion",
        Deed.OPEN_CONSULTATION,
        Deed.CLOSE_CONSULTATION,
        "settle",
        "opinion",
        Deed.SUBMIT_FOR_APPROVAL,
        Deed.RECORD_DECISION,
        Deed.RECORD_DECISION,
    ]
    assert [s.warns for s in steps] == [False] * 10


@pytest.mark.django_db
def test_an_edition_before_the_councils_has_only_their_decisions_left():
    edition = make.edition_in(EditionState.COUNCIL_APPROVAL, "plan-mesta")
    assert {s.deed for s in backplan(edition, make.NOW)} == {Deed.RECORD_DECISION}


@pytest.mark.django_db
def test_an_adopted_edition_has_nothing_left():
    assert backplan(make.edition_in(EditionState.ADOPTED), make.NOW) == []
