"""The demo region: built once for this file, read by every test of it."""

import csv
import datetime as dt
import json
from collections import Counter
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.models import Count, Q

from bodies.models import Body, Mandate, Seat
from documents.enums import Channel, CommentState, Moderation
from documents.models import Comment, Consultation, Hearing
from people import journal
from people.enums import LetterState, Role, TerritoryKind
from people.models import Appointment, JournalEntry, Letter, Organisation, Person, Territory
from people.validators import validate_ico
from workflows import guards
from workflows.enums import Deed, EditionKind, EditionState, Necessity, PlanState, Progress
from workflows.management.commands.check_flows import misfits
from workflows.management.seed import region
from workflows.management.seed.moments import FOLDER, Moments
from workflows.models import Decision, Duty, Edition, FundedProject, Item, Plan, Proposal, Review, Statement
from workflows.queries.evaluation import evaluation_of
from workflows.queries.municipality import cofinancing
from workflows.queries.statement import VALID

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]
TODAY = dt.date(2026, 11, 21)
NOW = Moments(TODAY).at("2026-11-21 12:00")
LIBEREC = "Střednědobý plán rozvoje sociálních služeb Libereckého kraje 2024–2026"
DOMAZLICE = "plán rozvoje sociálních služeb na Domažlicku"
SCHEDULE = 52_000  # statements; 49 888 measured on 22 November 2026, in some fifty seconds


@pytest.fixture(scope="module", autouse=True)
def statements(ship, django_db_blocker):
    """Build the region in a transaction that ends with this file; the value counts statements."""
    counted = Counter()

    def count(execute, sql, params, many, context):
        counted["all"] += 1
        return execute(sql, params, many, context)

    with django_db_blocker.unblock(), transaction.atomic():
        ship()
        with connection.execute_wrapper(count):
            region.build(today=TODAY)
        yield counted["all"]
        transaction.set_rollback(True)


def said(command, *options):
    out = StringIO()
    call_command(command, *options, stdout=out, stderr=out)
    return out.getvalue()


def the_plan(title):
    return Plan.objects.get(title=title)


def rows(name):
    return list(csv.DictReader(StringIO((FOLDER / name).read_text(encoding="utf-8"))))


def test_it_is_built_within_its_time(statements):
    assert statements < SCHEDULE


def test_the_journal_verifies_and_nothing_happens_after_the_day():
    assert journal.verify() == []
    assert not JournalEntry.objects.filter(at__gt=NOW).exists()


def test_law_and_errand_agree():
    assert list(misfits()) == []
    assert said("check_flows").endswith("Vše sedí.\n")


def test_every_state_of_a_plan_and_of_an_edition_is_there():
    assert set(Plan.objects.values_list("state", flat=True)) == set(PlanState.values)
    assert set(Edition.objects.values_list("state", flat=True)) == set(EditionState.values)
    assert set(Edition.objects.values_list("kind", flat=True)) >= {
        EditionKind.ORIGINAL,
        EditionKind.ACTION_PLAN,
        EditionKind.NETWORK,
        EditionKind.EXTENSION,
        EditionKind.EVALUATION,
    }


def test_a_second_run_changes_nothing_and_says_so():
    before = (Plan.objects.count(), Person.objects.count(), JournalEntry.objects.count())
    assert "nepřidávám" in said("demo", "--yes")
    assert (Plan.objects.count(), Person.objects.count(), JournalEntry.objects.count()) == before


def test_outside_the_demo_it_wants_to_be_asked_for():
    with pytest.raises(CommandError, match="--yes"):
        call_command("demo")


def test_who_fits_one_screen_and_everybody_there_knows_the_password():
    lines = said("demo", "--who").splitlines()
    assert len(lines) <= 20
    assert max(len(line) for line in lines) <= 120
    for row in rows("who.csv"):
        email = next(person["email"] for person in rows("people.csv") if person["key"] == row["person"])
        assert Person.objects.get(email=email).check_password("ukazka-triady")


def test_the_liberec_region_has_ten_districts_and_21_municipalities_of_k_21():
    liberec = Territory.objects.get(slug="liberecky-kraj")
    assert liberec.children.filter(kind=TerritoryKind.ORP).count() == 10
    k21 = Body.objects.get(slug="k21")
    assert k21.seats.count() == 21
    assert Mandate.objects.on(TODAY).filter(seat__body=k21, is_substitute=False).count() == 21
    coded = Territory.objects.filter(kind=TerritoryKind.MUNICIPALITY, region=liberec).exclude(code="")
    assert coded.count() == 21


def test_planning_territories_are_sets_of_municipalities_with_an_owner():
    novoborsko = Territory.objects.get(slug="novoborsko")
    assert novoborsko.owner.name == "Svazek obcí Novoborsko"
    without_rada = [m.name for m in novoborsko.members.all() if not m.bodies.filter(kind="board").exists()]
    assert "Slunečná" in without_rada
    domazlicko = Territory.objects.get(slug="domazlicko")
    assert "Kdyně" not in domazlicko.members.values_list("name", flat=True)


def test_identification_numbers_are_possible_and_addresses_lead_nowhere():
    for ico in Organisation.objects.exclude(ico="").values_list("ico", flat=True):
        validate_ico(ico)
    addresses = [*Person.objects.values_list("email", flat=True)]
    addresses += Organisation.objects.exclude(email="").values_list("email", flat=True)
    addresses += Letter.objects.values_list("to_address", flat=True)
    assert [address for address in addresses if not address.endswith(".test")] == []


def test_every_known_resolution_of_the_region_is_a_decision_of_its_day():
    for row in rows("regional_plan_history.csv"):
        number = row["approval_resolution"]
        own = row["document"].startswith(("SPRSS LK", "Akční plán LK", "Základní síť LK"))
        if not number or not own:
            continue
        decided = Decision.objects.get(number=number, plan__territory__slug="liberecky-kraj")
        assert str(decided.decided_on) == row["approved_on"] or "date unknown" in row["preparation_note"]


def test_comment_windows_of_the_regional_plans_are_the_real_ones():
    for row in rows("regional_plan_history.csv"):
        if row["comments_from"] and "SPRSS LK" in row["document"]:
            window = Consultation.objects.get(opens_on=row["comments_from"])
            assert str(window.closes_on) == row["comments_to"]


def test_registration_numbers_stand_as_they_were_printed():
    wanted = {row["project_reg_number"] for row in rows("known_plans.csv")} - {""}
    assert wanted - set(FundedProject.objects.values_list("number", flat=True)) == set()


def test_every_link_of_the_first_seed_leads_to_a_plan_kept_elsewhere():
    wanted = {
        link.strip()
        for row in rows("liberec_territories.csv")
        for link in row["planning_url"].split(";")
        if link.strip()
    }
    kept = set(Plan.objects.filter(is_elsewhere=True).values_list("link", flat=True))
    published = set(Edition.objects.exclude(published_at_url="").values_list("published_at_url", flat=True))
    assert wanted - kept - published == set()


def test_the_regional_plan_waits_for_the_commissioners_at_version_3():
    plan = the_plan("Střednědobý plán rozvoje sociálních služeb Libereckého kraje 2027–2029")
    edition = plan.editions.get()
    facts = guards.facts(edition, NOW)
    assert edition.state == EditionState.TRIAD_REVIEW
    assert facts.version.number == 3
    assert [(side.side.value, side.verdict and side.verdict.value) for side in facts.sides] == [
        ("users", "reservation"),
        ("providers", "agree"),
        ("commissioners", None),
    ]
    codes = {blocker.code for blocker in guards.blockers(facts, Deed.OPEN_CONSULTATION)}
    assert codes == {"side_open", "reservation", "opinion"}


def test_semily_asks_the_public_by_every_channel():
    edition = the_plan("Komunitní plán sociálních služeb ORP Semily 2027–2029").editions.get()
    comments = Comment.objects.filter(document=edition.document)
    assert edition.state == EditionState.CONSULTATION
    assert set(comments.values_list("channel", flat=True)) >= set(Channel.values) - {Channel.HEARING}
    assert set(comments.values_list("moderation", flat=True)) == set(Moderation.values)
    hearing = Hearing.objects.get(consultation__document=edition.document)
    assert (hearing.place, hearing.held_at) == ("KD Jitřenka, Semily", None)


def test_comments_are_settled_in_every_way():
    assert set(Comment.objects.values_list("state", flat=True)) == set(CommentState.values)


def test_the_union_has_said_yes_no_and_later():
    edition = the_plan("Komunitní plán sociálních služeb Novoborska 2027–2030").editions.get()
    outcomes = Counter(edition.decisions.filter(is_informative=False).values_list("outcome", flat=True))
    assert outcomes == {"approves": 4, "rejects": 1, "postpones": 1, "": 6}


def test_the_fresh_plan_says_what_is_missing():
    edition = the_plan("Komunitní plán sociálních služeb Frýdlantska 2027–2030").editions.get()
    facts = guards.facts(edition, NOW)
    codes = Counter(blocker.code for blocker in guards.blockers(facts, Deed.SUBMIT_TO_TRIAD))
    assert codes == {"no_items": 1, "empty_side": 2}


def test_a_regional_draft_says_which_parts_of_the_decree_are_empty():
    plan = the_plan("Střednědobý plán rozvoje sociálních služeb Pardubického kraje 2028–2030")
    facts = guards.facts(plan.editions.get(), NOW)
    codes = Counter(blocker.code for blocker in guards.blockers(facts, Deed.SUBMIT_TO_TRIAD))
    assert codes == {"empty_part": 3, "empty_side": 1}


def test_live_plans_have_trees_of_at_least_twelve_items():
    living = (EditionState.TRIAD_REVIEW, EditionState.CONSULTATION, EditionState.SETTLEMENT)
    before_councils = (EditionState.COUNCIL_APPROVAL, EditionState.ADOPTED)
    live = Edition.objects.filter(state__in=[*living, *before_councils], kind=EditionKind.ORIGINAL)
    assert {e.plan.title: n for e in live if (n := Item.objects.filter(edition=e).count()) < 12} == {}


def test_verdicts_typed_in_for_somebody_say_what_proves_them():
    typed = [r for r in Review.objects.exclude(verdict="") if r.answered_by_id != r.person_id]
    assert len(typed) >= 3
    assert all(review.evidence_note for review in typed)


def test_letters_of_the_past_have_left_and_those_of_these_days_wait():
    queued = Letter.objects.filter(state=LetterState.QUEUED)
    assert queued.exists()
    assert not queued.filter(written_at__lt=NOW - dt.timedelta(days=15)).exists()


def test_seats_have_no_two_holders_at_a_time():
    for seat in Seat.objects.prefetch_related("mandates"):
        held = sorted(
            (m.starts_on, m.ends_on or dt.date.max) for m in seat.mandates.all() if not m.is_substitute
        )
        assert all(first[1] < second[0] for first, second in pairwise(held))


def test_the_first_plan_of_domazlice_was_closed_by_an_evaluation_that_councils_took_note_of():
    plan = the_plan(f"Komunitní střednědobý {DOMAZLICE} 2008–2011")
    final = plan.editions.get(kind=EditionKind.EVALUATION)
    assert (plan.state, final.year, final.state) == (PlanState.CLOSED, None, EditionState.EFFECTIVE)
    assert Counter(final.decisions.values_list("outcome", flat=True)) == {"takes_note": 2}
    assert plan.reports.count() == 14


def test_the_second_plan_of_domazlice_has_a_plan_and_an_evaluation_of_every_year():
    plan = the_plan("Plán rozvoje sociálních služeb na Domažlicku 2012–2017")
    years = sorted(plan.editions.filter(kind=EditionKind.ACTION_PLAN).values_list("year", flat=True))
    evaluated = set(plan.editions.filter(kind=EditionKind.EVALUATION).values_list("year", flat=True))
    reported = Counter(plan.reports.values_list("year", flat=True))
    assert years == list(range(2012, 2018))
    assert evaluated == {*range(2012, 2017), None}
    assert reported == {2012: 4, 2013: 4, 2014: 4, 2015: 5, 2016: 4, 2017: 3}
    assert plan.state == PlanState.CLOSED


def test_the_third_generation_of_domazlice_continues_the_second():
    plan = the_plan("Komunitní plán sociálních služeb na Domažlicku 2027–2031")
    text = plan.editions.get()
    generations = [plan, plan.predecessor, plan.predecessor.predecessor]
    kept = [set(Item.objects.filter(edition__plan=one).values_list("key", flat=True)) for one in generations]
    assert (plan.generation, text.state) == (3, EditionState.SETTLEMENT)
    assert len(set.intersection(*kept)) == 6
    assert "Terénní odlehčení skončilo v roce 2016" in text.parts.get(key="vyhodnoceni").text


def test_the_region_has_action_plans_in_several_revisions():
    rows = the_plan(LIBEREC).editions.filter(kind=EditionKind.ACTION_PLAN).order_by("year", "number")
    assert list(rows.values_list("year", "number", "state")) == [
        (2024, 1, EditionState.EFFECTIVE),
        (2025, 1, EditionState.SUPERSEDED),
        (2025, 2, EditionState.EFFECTIVE),
        (2026, 1, EditionState.SUPERSEDED),
        (2026, 2, EditionState.EFFECTIVE),
        (2026, 3, EditionState.DRAFTING),
    ]


def test_the_network_of_the_region_has_revisions_of_its_own():
    rows = the_plan(LIBEREC).editions.filter(kind=EditionKind.NETWORK).order_by("year", "number")
    reserve = Count("services", filter=Q(services__tier="reserve"))
    found = rows.annotate(all=Count("services"), reserve=reserve)
    assert list(found.values_list("year", "number", "state", "all", "reserve")) == [
        (2025, 1, EditionState.SUPERSEDED, 17, 3),
        (2026, 1, EditionState.EFFECTIVE, 18, 3),
        (2026, 2, EditionState.DRAFTING, 18, 3),
    ]
    assert Edition.objects.filter(kind=EditionKind.NETWORK, services=None).count() == 0


def test_items_of_the_region_are_reported_on_in_every_state():
    plan = the_plan(LIBEREC)
    assert set(plan.reports.values_list("progress", flat=True)) == set(Progress.values)
    assert Counter(plan.reports.values_list("year", flat=True)) == {2024: 10, 2025: 10, 2026: 6}


def test_money_and_indicators_of_the_region_are_planned_and_reported():
    found = evaluation_of(the_plan(LIBEREC), [2025])
    region = next(one for one in found.by_source if one.key == "region")
    assert (region.planned, region.spent) == (112_600_000, 109_300_000)
    assert len([line for line in found.indicators if line.last is not None]) == 9


def test_municipalities_co_finance_the_plan_of_the_region():
    found = cofinancing(the_plan(LIBEREC))
    names = {payer.territory.slug for payer in found.payers}
    assert found.years == (2024, 2025, 2026)
    assert names == {
        "ceska-lipa",
        "frydlant",
        "jablonec-nad-nisou",
        "liberec",
        "novy-bor",
        "semily",
        "tanvald",
    }


def test_a_round_of_reports_is_under_way():
    held = the_plan(LIBEREC).input_rounds.get(purpose="reports")
    requests = {row.organisation.email.split("@")[1]: row for row in held.requests.all()}
    states = Counter(row.state for row in requests.values())
    late = [row for row in requests.values() if row.is_open and row.due_on < TODAY]
    assert held.state == "open"
    assert states == {"answered": 4, "asked": 2, "started": 1}
    assert len(late) == 3
    assert requests["odlehceni-pojizeri.test"].is_begun
    assert requests["most-k-domovu.test"].person.last_name == "Málková"
    assert requests["osobni-asistence-sever.test"].channel == Channel.POST


def test_proposals_are_taken_declined_and_waiting():
    outcomes = Counter(Proposal.objects.values_list("outcome", flat=True))
    assert outcomes == {"taken": 2, "declined": 1, "open": 1}


def test_a_sheet_of_reports_waits_to_be_confirmed():
    held = the_plan(LIBEREC).sheets.get()
    fates = Counter(cell["fate"] for row in held.fates for cell in row["cells"])
    assert held.state == "read"
    assert (fates["written"], fates["refused"]) == (7, 4)


def test_municipalities_have_said_what_they_think_of_services():
    said = Statement.objects.all()
    assert said.count() == 10
    assert said.filter(VALID).count() == 8
    assert said.filter(withdrawn_on=None).exclude(superseded_by=None).count() == 1
    assert set(said.values_list("necessity", flat=True)) == set(Necessity.values)


def test_duties_of_two_years_are_in_every_state():
    found = Counter(Duty.objects.values_list("year", "state"))
    last_year = {(2025, "fulfilled"): 61, (2025, "due"): 2, (2025, "waived"): 1}
    this_year = {(2026, "fulfilled"): 29, (2026, "due"): 34, (2026, "waived"): 1}
    assert found == {**last_year, **this_year}


def test_funded_projects_have_a_logo_and_the_sentence_of_publicity():
    shown = {plan.title: project for project in FundedProject.objects.all() for plan in project.plans.all()}
    assert [logo.media_type for logo in shown[LIBEREC].logos] == ["image/png"]
    assert shown[LIBEREC].publicity
    assert len(shown[f"Komunitní střednědobý {DOMAZLICE} 2008–2011"].logos) == 2


def test_the_drafter_of_domazlice_has_a_contract_that_ends():
    held = Appointment.objects.get(person__last_name="Kopecký")
    assert (held.role, held.territory.slug) == (Role.DRAFTER, "domazlicko")
    assert held.ends_on == dt.date(2027, 3, 31)


def test_every_step_of_the_stories_is_a_verb_that_is_known():
    for path in (FOLDER / "plans").glob("*.json"):
        used = {step["do"] for step in json.loads(path.read_text(encoding="utf-8"))["steps"]}
        assert used - set(region.VERBS) == set()


def test_what_is_alive_moves_along_with_today_by_whole_weeks():
    later = Moments(TODAY + dt.timedelta(days=20))
    assert later.day("2026-12-02") == dt.date(2026, 12, 16)
    assert later.day("2023-12-19") == dt.date(2023, 12, 19)
    assert Moments(dt.date(2026, 1, 1)).shift == dt.timedelta(0)
