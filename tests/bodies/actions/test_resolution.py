from datetime import date, timedelta

import pytest

from bodies.actions import numbering
from bodies.actions import resolution as resolutions
from bodies.enums import Due, MinutesState, Outcome, OutputWord, Verb
from bodies.models import ActionItem, Resolution
from bodies.signals import resolution_recorded
from people.errors import Gone, Refused, Stale
from people.models import JournalEntry
from tests.factories import bodies as make
from tests.factories import outputs, people
from tests.factories import workflows as plans

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
NOW = make.at(DAY, 11)


@pytest.fixture
def by():
    return people.person()


@pytest.fixture
def item():
    return make.item(make.in_session(outputs.council(), DAY), "Plán služeb")


@pytest.fixture
def advised():
    return make.item(make.in_session(outputs.advisory(), DAY), "Konference")


def test_a_passed_vote_gives_an_output_with_its_word_number_and_points(item, by):
    made = outputs.resolution(
        item,
        outputs.point("důvodovou zprávu", Verb.TAKES_NOTE),
        outputs.point("plán služeb", Verb.APPROVES),
        by=by,
        now=NOW,
    )

    assert (made.word, made.number, made.number_year, made.decided_on, made.title) == (
        OutputWord.RESOLUTION,
        "1/26/RM",
        2026,
        DAY,
        "Plán služeb",
    )
    assert [(p.order, p.verb, p.text) for p in made.points.all()] == [
        (1, "takes_note", "důvodovou zprávu"),
        (2, "approves", "plán služeb"),
    ]
    assert JournalEntry.objects.filter(kind="resolution.recorded", subject_id=made.pk).count() == 1


def test_word_and_number_follow_the_rules_of_the_day_of_the_meeting(item, by):
    make.rules(item.body, date(2026, 12, 1), numbering="R{n}/{yyyy}", output_word=OutputWord.OPINION)

    made = outputs.resolution(item, by=by, now=make.at(date(2026, 12, 5)))

    assert (made.word, made.number) == (OutputWord.RESOLUTION, "1/26/RM")


def test_one_vote_has_one_output(item, by):
    vote = outputs.ballot(item)
    outputs.resolution(item, ballot=vote, by=by, now=NOW)

    with pytest.raises(Gone):
        outputs.resolution(item, ballot=vote, by=by, now=NOW)

    assert Resolution.objects.count() == 1


def test_a_council_resolves_by_a_vote_only(item, by):
    with pytest.raises(Refused, match="hlasov"):
        resolutions.record(
            item=item, ballot=None, consensus="Nikdo.", points=[outputs.point()], by=by, now=NOW
        )


def test_an_advisory_body_may_note_its_consensus_once(advised, by):
    said = {"item": advised, "ballot": None, "points": [outputs.point()], "by": by, "now": NOW}
    with pytest.raises(Refused, match="shodu"):
        resolutions.record(**said)

    made = resolutions.record(**said, consensus="Nikdo nebyl proti.")
    with pytest.raises(Gone):
        resolutions.record(**said, consensus="Nikdo nebyl proti.")

    assert (made.consensus, made.ballot, made.number) == ("Nikdo nebyl proti.", None, "1/26")


def test_a_vote_on_procedure_or_on_another_item_resolves_nothing(item, by):
    other = make.item(item.meeting)
    for vote in (outputs.ballot(item, subject="procedure"), outputs.ballot(other)):
        with pytest.raises(Refused, match="nehlasovalo"):
            outputs.resolution(item, ballot=vote, by=by, now=NOW)


def test_a_failed_proposal_is_no_resolution(item, by):
    vote = outputs.ballot(item, (3, 9, 2))

    with pytest.raises(Refused, match="nebyl přijat"):
        outputs.resolution(item, ballot=vote, by=by, now=NOW)


@pytest.mark.parametrize(
    ("points", "said", "why"),
    [
        ([], {}, "aspoň jeden"),
        ([outputs.point("  ")], {}, "sloveso a text"),
        ([outputs.point(verb="sings")], {}, "sloveso a text"),
        ([outputs.point("něco", Verb.ASSIGNS)], {}, "kdo za úkol odpovídá"),
        ([outputs.point()], {"outcome": Outcome.APPROVES}, "netýká znění"),
        ([outputs.point()], {"decided_on": DAY + timedelta(days=1)}, "v budoucnosti"),
    ],
)
def test_an_output_that_makes_no_sense_is_refused(item, by, points, said, why):
    with pytest.raises(Refused, match=why):
        resolutions.record(item=item, ballot=outputs.ballot(item), points=points, by=by, now=NOW, **said)
    assert Resolution.objects.count() == 0


def test_assigns_makes_a_task_of_the_meeting_and_the_point(item, by):
    who, firm = people.person(), people.organisation("Charita", email="info@charita.test")

    made = outputs.resolution(
        item,
        outputs.point("doplnit kapacity", Verb.ASSIGNS, responsible=who, due_on=date(2027, 1, 15)),
        outputs.point("hlásit stav", Verb.ASSIGNS, organisation=firm, due=Due.ONGOING, cooperating="KOOS"),
        by=by,
        now=NOW,
    )

    tasks = ActionItem.objects.filter(point__resolution=made).order_by("point__order")
    assert [(t.text, t.responsible, t.organisation, t.due_on, t.item, t.meeting) for t in tasks] == [
        ("doplnit kapacity", who, None, date(2027, 1, 15), item, item.meeting),
        ("hlásit stav", None, firm, None, item, item.meeting),
    ]
    kept = made.points.get(order=2)
    assert (kept.organisation, kept.due, kept.cooperating) == (firm, Due.ONGOING, "KOOS")


def test_a_task_that_cannot_be_assigned_takes_the_whole_record_back(item, by):
    point = outputs.point("doplnit", Verb.ASSIGNS, responsible=people.person(is_active=False), due_on=DAY)

    with pytest.raises(Refused):
        outputs.resolution(item, point, by=by, now=NOW)

    assert (Resolution.objects.count(), ActionItem.objects.count()) == (0, 0)
    assert outputs.resolution(item, by=by, now=NOW).number == "1/26/RM"


def test_a_receiver_that_refuses_takes_the_whole_record_back(item, by):
    item.document = plans.drafted().document
    item.save()

    def refuse(**_kwargs):
        raise Refused("Ne.")

    resolution_recorded.connect(refuse)
    try:
        with pytest.raises(Refused):
            outputs.resolution(item, outcome=Outcome.APPROVES, by=by, now=NOW)
    finally:
        resolution_recorded.disconnect(refuse)

    assert Resolution.objects.count() == 0
    assert outputs.resolution(item, by=by, now=NOW).document == item.document


def test_a_typed_number_is_used_once_in_a_year_and_a_drawn_one_passes_it_over(item, by):
    outputs.resolution(item, number="1/26/RM", by=by, now=NOW)

    with pytest.raises(Refused, match="už tento orgán"):
        outputs.resolution(item, number="1/26/RM", by=by, now=NOW)

    assert outputs.resolution(item, by=by, now=NOW).number == "2/26/RM"


def test_a_number_kept_elsewhere_is_passed_over(item, by, monkeypatch):
    monkeypatch.setattr(numbering, "ELSEWHERE", [lambda body, year: {"1/26/RM"} if year == 2026 else set()])

    assert outputs.resolution(item, by=by, now=NOW).number == "2/26/RM"


def test_a_body_without_a_pattern_needs_a_typed_number_or_later(by):
    item = make.item(make.in_session(outputs.advisory(numbering=""), DAY))

    with pytest.raises(Refused, match="ručně"):
        outputs.resolution(item, by=by, now=NOW)

    made = outputs.resolution(item, draw_number=False, by=by, now=NOW)
    assert (made.number, made.number_year) == ("", None)


def test_a_number_comes_later_once(item, by):
    made = outputs.resolution(item, draw_number=False, by=by, now=NOW)

    with pytest.raises(Refused, match="Napište číslo"):
        resolutions.add_number(resolution=made, by=by, now=NOW)
    numbered = resolutions.add_number(resolution=made, number=" 7/26/RM ", by=by, now=NOW)
    with pytest.raises(Gone):
        resolutions.add_number(resolution=made, draw_number=True, by=by, now=NOW)

    assert (numbered.number, numbered.number_year) == ("7/26/RM", 2026)


def test_a_later_number_may_be_drawn_by_the_pattern(item, by):
    made = outputs.resolution(item, draw_number=False, by=by, now=NOW)

    assert resolutions.add_number(resolution=made, draw_number=True, by=by, now=NOW).number == "1/26/RM"


def test_outputs_are_written_from_the_beginning_of_the_meeting_until_its_minutes_are_circulated(by):
    early = make.item(make.convened(outputs.council(), DAY))
    backlog = make.item(outputs.council())
    late = make.item(make.held(outputs.council(), DAY))
    late.meeting.minutes.__class__.objects.filter(pk=late.meeting.minutes.pk).update(
        state=MinutesState.COMMENTS
    )

    for item, why in ((early, "až jednání začne"), (backlog, "na programu"), (late, "už se nepíše")):
        with pytest.raises(Refused, match=why):
            outputs.resolution(item, by=by, now=NOW)

    written = make.item(make.held(outputs.council(), DAY))
    assert outputs.resolution(written, by=by, now=make.at(DAY, 15)).pk


def test_the_title_is_mended_while_the_minutes_are_written(item, by):
    made = outputs.resolution(item, by=by, now=NOW)

    mended = resolutions.correct_title(resolution=made, title="Plán na rok 2027", read_at=0, by=by, now=NOW)
    with pytest.raises(Stale):
        resolutions.correct_title(resolution=made, title="Jiný", read_at=0, by=by, now=NOW)
    with pytest.raises(Refused, match="o čem"):
        resolutions.correct_title(resolution=made, title=" ", read_at=1, by=by, now=NOW)

    assert mended.title == "Plán na rok 2027"


def test_a_title_of_circulated_minutes_needs_a_correction(by):
    item = make.item(make.held(outputs.council(), DAY))
    made = outputs.resolution(item, by=by, now=make.at(DAY, 15))
    minutes = item.meeting.minutes
    type(minutes).objects.filter(pk=minutes.pk).update(state=MinutesState.COMMENTS)

    with pytest.raises(Refused, match="opravou"):
        resolutions.correct_title(resolution=made, title="Jiný", read_at=0, by=by, now=NOW)
