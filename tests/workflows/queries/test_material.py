from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from bodies.enums import BodyKind
from people.enums import Side
from tests.factories import bodies as councils
from tests.factories import workflows as make
from workflows.actions import content, review
from workflows.enums import EditionState, Outcome, Verdict
from workflows.queries.material import last_pair, material

S = EditionState
pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted():
    edition = make.drafted("plan-mesta", now=make.NOW - timedelta(days=90))
    content.add_item(
        edition=edition,
        parent=None,
        by=edition.plan.coordinator,
        now=edition.state_since,
        values={"title": "Osobní asistence"},
        costs=[
            content.Cost(2027, "municipality", Decimal(100_000)),
            content.Cost(2028, "municipality", Decimal(150_000)),
            content.Cost(2027, "region", Decimal(50_000)),
        ],
    )
    return edition


def reserve(edition):
    """Let the users' side have a reservation that is settled, and everybody else agree."""
    for row in make.asked(edition):
        is_user = row.side == Side.USERS
        review.answer(
            review=row,
            verdict=Verdict.RESERVATION if is_user else Verdict.AGREE,
            text="Chybí doprava." if is_user else "",
            by=row.person,
            now=make.at(edition),
        )
    row = edition.reviews.get(side=Side.USERS, round=edition.round)
    review.settle(
        review=row, settlement="Doplněno opatření 2.", by=edition.plan.coordinator, now=make.at(edition)
    )


@pytest.fixture
def edition(drafted):
    found = make.hand_over(drafted)
    reserve(found)
    make.announce(found)
    found = make.fresh(found)
    make.comment(found)
    make.hear(found)
    make.consultation.close(edition=found, by=None, now=make.after_window(found))
    found = make.fresh(found)
    make.settle_comments(found)
    make.to_councils(found)
    return make.fresh(found)


def test_before_the_first_version_there_is_no_material(drafted):
    assert material(drafted, make.NOW) is None


def test_it_says_how_the_triad_spoke_without_naming_service_users(edition):
    found = material(edition, make.NOW)
    users = found.sides[0]
    assert (users.label, users.asked, users.answered, users.counts) == (
        "uživatelé",
        1,
        1,
        (("souhlasí s výhradou", 1),),
    )
    assert [(r.who, r.text, r.settlement) for r in users.reservations] == [
        ("zástupce uživatelů", "Chybí doprava.", "Doplněno opatření 2.")
    ]


def test_it_counts_comments_by_result_and_names_the_window_the_hearing_and_the_opinions(edition):
    found = material(edition, make.NOW)
    window = make.window(edition)
    assert found.comments == (("bereme na vědomí", 1),)
    assert [(w.opens_on, w.closes_on) for w in found.windows] == [(window.opens_on, window.closes_on)]
    assert [(h.place, h.attendance) for h in found.hearings] == [("Kulturní dům", 12)]
    assert [o.verdict for o in found.opinions] == ["souhlasí", "souhlasí"]


def test_it_sums_the_costs_by_year_and_source(edition):
    costs = material(edition, make.NOW).costs
    assert costs.heads == ["2027", "2028", "celkem"]
    assert [(row.label, row.amounts) for row in costs.rows] == [
        ("obec", ("100\xa0000", "150\xa0000", "250\xa0000")),
        ("kraj", ("50\xa0000", "0", "50\xa0000")),
        ("celkem", ("150\xa0000", "150\xa0000", "300\xa0000")),
    ]


def plain(points):
    return [point.replace("\xa0", " ") for point in points]


def test_the_rada_recommends_to_the_assembly(edition):
    found = material(edition, make.NOW)
    assert plain(found.resolution.points) == [
        "bere na vědomí důvodovou zprávu a vypořádání připomínek",
        f"doporučuje zastupitelstvu schválit {edition.plan.title} (původní znění) ve znění přílohy č. 1",
    ]


def test_the_assembly_approves_and_the_rada_lays_it_before_it(edition):
    rada, assembly = make.open_decisions(edition)
    councils.meeting(assembly.body, date(2100, 3, 4))
    found = material(edition, make.NOW, assembly.pk)
    assert (found.body, found.submits, found.session) == (
        assembly.body.name,
        rada.body.name,
        date(2100, 3, 4),
    )
    assert plain(found.resolution.points)[1:] == [
        f"schvaluje {edition.plan.title} (původní znění) ve znění přílohy č. 1",
        "stanovuje platnost od 1. 1. 2027 do 31. 12. 2029",
        f"ukládá zajistit zveřejnění schváleného dokumentu; T: do 30 dnů, O: {edition.plan.coordinator.name}",
    ]


def test_an_evaluation_is_taken_note_of():
    edition = make.edition_in(S.COUNCIL_APPROVAL, make.path("vyhodnoceni", triad="none"))
    points = plain(material(edition, make.NOW).resolution.points)
    assert points == [f"bere na vědomí {edition.plan.title} (původní znění) ve znění přílohy č. 1"]


def test_the_first_annex_proves_the_version_by_its_hash(edition):
    version, _since = last_pair(edition)
    found = material(edition, make.NOW)
    assert version.digest in found.attachments[0]
    assert found.attachments[1:] == ("Vypořádání připomínek", "Stanoviska orgánů")


def test_the_changes_are_against_the_version_before(edition):
    rada = make.open_decisions(edition)[0]
    assert rada.body.kind == BodyKind.BOARD
    make.decide(rada, Outcome.RETURNS, text="Doplnit.")
    again = make.fresh(edition)
    make.fill(again)
    again = make.next_step(again)
    found = material(again, make.NOW)
    assert (found.changes.added, found.changes.removed) == (("3 Priorita 1",), ())


def test_a_first_update_is_compared_with_the_text_in_force():
    original = make.edition_in(S.EFFECTIVE)
    update = make.later_edition(original, make.EditionKind.UPDATE)
    while update.state != S.TRIAD_REVIEW:
        update = make.next_step(update)
    version, since = last_pair(update)
    assert (version.document_id, since.document_id) == (update.document_id, original.document_id)


def test_czech_is_the_language_of_record_whoever_reads(edition):
    with override("en"):
        found = material(edition, make.NOW)
    assert found.sides[0].label == "uživatelé"
