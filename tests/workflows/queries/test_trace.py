"""The trace of one item: what happened to it, in which order, and who may know of it."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from tests.factories import bodies, generation, inputs, people, reports, trace, workflows
from tests.factories import evaluation as past
from tests.factories import plan_in_force as later
from workflows.actions import content
from workflows.actions.report import Spent
from workflows.enums import EditionKind, EditionState, Progress

pytestmark = pytest.mark.django_db
S = EditionState


@pytest.fixture
def text():
    """Return a text in force for 2027–2029 with two measures."""
    return reports.in_force(items=2)


@pytest.fixture
def item(text):
    return reports.measures(text)[0]


def lines(found, place=-1):
    return list(trace.facts(found, "edition")[place].lines)


class TestTexts:
    def test_the_first_text_adds_it_with_what_it_is_to_cost(self, text, item):
        found = trace.traced(text, item)

        assert trace.told(found) == ["Původní znění: přidáno"]
        assert lines(found) == ["1.1 Opatření 1", "2027: 100\xa0000 Kč", "2028: 50\xa0000 Kč"]
        assert trace.facts(found, "edition")[0].on == text.adopted_on

    def test_an_update_says_what_changed_in_words_money_and_targets(self, text, item):
        draft = trace.update(text)
        indicator = item.indicators.get()
        trace.write(
            draft.items.get(key=item.key),
            title="Večerní služba",
            risks="Nejsou lidé.",
            implementer=people.organisation("Charita"),
            costs=[content.Cost(2027, "region", Decimal(120_000))],
            indicators=[content.Measure("úvazky", "úv.", Decimal("1.5"), Decimal(4), indicator.key)],
        )
        found = trace.traced(text, item)

        assert trace.told(found)[-1] == "1. aktualizace: změněno"
        assert lines(found) == [
            "název: Opatření 1 → Večerní služba",
            "realizátor: – → Charita",
            "přepsáno: rizika",
            "peníze 2027: 100\xa0000 Kč → 120\xa0000 Kč",
            "peníze 2028: 50\xa0000 Kč → –",
            "cíl ukazatele úvazky: 3 → 4",
        ]
        assert trace.facts(found, "edition")[-1].tag == "rozpracováno"

    def test_another_item_above_it_is_a_move(self, text, item):
        draft = trace.update(text)
        other = reports.add(draft, "Bydlení")
        row = draft.items.get(key=item.key)
        row.parent = other
        row.save()

        found = trace.traced(text, item)
        assert trace.told(found)[-1] == "1. aktualizace: přesunuto"
        assert lines(found) == [f"přesunuto pod: {other.number} Bydlení"]

    def test_an_update_that_leaves_it_alone_says_so(self, text, item):
        trace.update(text)

        assert trace.told(trace.traced(text, item))[-1] == "1. aktualizace: beze změny"

    def test_leaving_it_out_is_told_by_the_text_that_did(self, text, item):
        reports.leave(text, item)

        assert trace.told(trace.traced(text, item)) == ["Původní znění: přidáno", "1. aktualizace: vypuštěno"]

    def test_an_action_plan_takes_it_up_with_money_of_its_year(self, text, item):
        other = reports.measures(text)[1]
        later.start(text, EditionKind.ACTION_PLAN, 2028, keys={item.key})

        assert trace.told(trace.traced(text, item))[-1] == "Akční plán 2028: zařazeno na rok 2028"
        assert lines(trace.traced(text, item)) == []
        assert trace.told(trace.traced(text, other)) == ["Původní znění: přidáno"]

    def test_withdrawn_texts_are_not_told(self, text, item):
        draft = trace.update(text)
        by, now = workflows.coordinator(draft), workflows.at(draft)
        later.editions.withdraw(edition=draft, reason="Nebude.", by=by, now=now)

        assert trace.told(trace.traced(text, item)) == ["Původní znění: přidáno"]

    def test_the_next_generation_takes_it_over_or_does_not(self, text, item):
        other = reports.measures(text)[1]
        period = (date(2030, 1, 1), date(2032, 12, 31))
        made = generation.followed(text, keys={item.key}, period=period)

        for edition in (text, made):
            found = trace.traced(edition, item)
            assert trace.told(found)[-1] == "Původní znění: převzato z předchozího plánu"
            assert found.plans == (text.plan, made.plan)
        assert trace.told(trace.traced(text, other))[-1] == "Původní znění: do nového plánu nepřevzato"
        assert trace.traced(made, other) is None


class TestPeople:
    def test_the_triad_and_the_councils_are_told_with_their_words(self, text, item):
        found = trace.traced(text, item)

        assert trace.told(found, "triad") == ["Triáda: původní znění"]
        assert trace.facts(found, "triad")[0].lines == (
            "uživatelé: souhlasí",
            "poskytovatelé: souhlasí",
            "zadavatelé: souhlasí",
        )
        board = text.decisions.get().body
        assert trace.told(found, "decision") == [f"{board.name}: schvaluje"]

    def test_a_comment_is_told_with_its_settlement(self):
        edition = trace.consulted()
        item = reports.measures(edition)[0]
        trace.comment(edition, item)
        edition = workflows.next_step(edition)
        workflows.settle_comments(edition)

        fact = trace.facts(trace.traced(edition, item), "comment")[0]
        assert (fact.text, fact.note, fact.lines, fact.tag) == (
            "Připomínka č. 1: veřejnost",
            "Chybí spoje.",
            ("vypořádání: Děkujeme.",),
            "bereme na vědomí",
        )
        other = edition.items.get(depth=0)
        assert trace.facts(trace.traced(edition, other), "comment") == []

    def test_tasks_that_serve_it_are_told_to_those_who_may_read_them(self, text, item):
        who = people.person()
        bodies.action_item(
            bodies.body(), "Najít řidiče.", part_key=str(item.key), responsible=who, number="3/2026"
        )

        assert trace.told(trace.traced(text, item, who), "task") == ["Úkol č. 3/2026: Najít řidiče."]
        assert trace.told(trace.traced(text, item, people.person()), "task") == []

    def test_meetings_about_its_texts_are_told_to_those_who_may_open_them(self, text, item):
        body = bodies.body(text.plan.territory)
        meeting = bodies.meeting(body, date(2027, 3, 1))
        bodies.item(meeting, "Projednání plánu", document=text.document)

        fact = trace.facts(trace.traced(text, item), "meeting")[0]
        assert (fact.text, fact.note) == (f"Na programu: {body.name}, {meeting.name}", "Projednání plánu")
        assert trace.facts(trace.traced(text, item, people.person()), "meeting") == []

    def test_what_an_implementer_proposed_about_it_is_told(self):
        text = inputs.plan_text(("Charita",))
        item = text.items.filter(depth=1).first()
        inputs.proposal(text, key=item.key, title="Delší provoz")

        fact = trace.facts(trace.traced(text, item), "proposal")[0]
        assert (fact.text, fact.note, fact.tag) == (
            "Návrh pro rok 2027: Delší provoz",
            "Charita",
            "čeká na zařazení",
        )


class TestReports:
    def test_each_year_is_told_with_money_and_values(self, text, item):
        reached = past.Reached(item.indicators.get().key, Decimal(2))
        money = [Spent("region", Decimal(60_000)), Spent("eu", Decimal(30_000))]
        reports.report(item, 2027, progress=Progress.DONE, text="Podařilo se.", money=money, values=[reached])
        fact = trace.facts(trace.traced(text, item), "report")[0]

        assert (fact.text, fact.on, fact.note) == (
            "Plnění v roce 2027: splněno",
            date(2027, 12, 31),
            "Podařilo se.",
        )
        assert fact.lines == (
            "vynaloženo 90\xa0000 Kč (fondy EU 30\xa0000 Kč, kraj 60\xa0000 Kč)",
            "úvazky: 2 úv., cíl 3",
        )

    def test_one_of_an_item_that_left_the_plan_is_told_too(self, text, item):
        reports.report(item, 2027)
        reports.leave(text, item)

        assert trace.told(trace.traced(text, item), "report") == ["Plnění v roce 2027: probíhá"]


class TestPublic:
    def test_a_draft_is_not_told_and_an_approved_text_is(self, text, item):
        trace.write(trace.update(text).items.get(key=item.key), title="Tajný návrh")
        found = trace.shown(text, item)

        assert (trace.told(found), found.head.title) == (["Původní znění: přidáno"], "Opatření 1")

    def test_before_the_public_has_met_the_text_there_is_no_trace(self):
        edition = workflows.drafted()

        assert trace.shown(edition, edition.items.first()) is None

    def test_a_text_open_to_comments_is_told_as_it_was_published_not_as_it_is_being_written(self):
        edition = trace.consulted()
        item = reports.measures(edition)[0]
        edition = workflows.next_step(edition)
        assert edition.state == S.SETTLEMENT
        trace.write(edition.items.get(key=item.key), title="Po připomínkách jinak")
        found = trace.shown(edition, item)

        assert trace.told(found) == ["Původní znění: v návrhu k připomínkám"]
        assert (found.head.title, lines(found)) == ("Opatření 1", ["1.1 Opatření 1"])

    def test_only_published_comments_are_told_and_without_names(self):
        edition = trace.consulted()
        item = reports.measures(edition)[0]
        trace.comment(edition, item, "Zveřejněná.")
        trace.comment(edition, item, "Čeká.", public=False)

        assert [f.note for f in trace.facts(trace.shown(edition, item), "comment")] == ["Zveřejněná."]
        assert len(trace.facts(trace.traced(edition, item), "comment")) == 2

    def test_reports_are_told_once_an_approved_evaluation_tells_of_them_and_without_their_words(self):
        text = past.plan_with_items(1)
        item = reports.measures(text)[0]
        money = [Spent("region", Decimal(900))]
        said = {"progress": Progress.DONE, "text": "Podařilo se.", "money": money}
        reports.report(item, 2025, **said, now=workflows.at(text))
        evaluation = past.evaluation(text, year=2025)
        assert trace.told(trace.shown(text, item), "report") == []
        assert trace.told(trace.shown(text, item), "evaluation") == []
        past.taken_note_of(evaluation)
        found = trace.shown(text, item)

        fact = trace.facts(found, "report")[0]
        assert (fact.text, fact.note, fact.url) == ("Plnění v roce 2025: splněno", "", "")
        assert fact.lines == ("vynaloženo 900 Kč (kraj 900 Kč)",)
        assert trace.told(found, "evaluation") == ["Vyhodnocení 2025"]

    def test_a_report_rewritten_after_its_evaluation_was_approved_is_not_published_yet(self):
        text = past.plan_with_items(1)
        item = reports.measures(text)[0]
        first = reports.report(item, 2025, now=workflows.at(text))
        past.taken_note_of(past.evaluation(text, year=2025))
        reports.report(item, 2025, progress=Progress.NOT_DONE, read_at=first.revision)

        assert trace.told(trace.shown(text, item), "report") == []

    def test_tasks_meetings_and_proposals_are_never_told(self, text, item):
        body = bodies.body(text.plan.territory)
        bodies.action_item(body, part_key=str(item.key))
        bodies.item(bodies.meeting(body, date(2027, 3, 1)), document=text.document)

        kinds = {fact.kind for fact in trace.shown(text, item).facts}
        assert kinds == {"edition", "triad", "decision"}


class TestWhole:
    def test_it_goes_by_time_with_years_as_headings(self, text, item):
        for year in (2027, 2028):
            reports.report(item, year, now=reports.NOW.replace(year=2029))
        trace.into_force(trace.update(text))
        found = trace.traced(text, item)

        days = [fact.on for fact in found.facts]
        assert days == sorted(days)
        assert [year for year, _facts in found.years] == [2026, 2027, 2028]

    def test_what_is_missing_is_said_kindly(self, text, item):
        assert trace.traced(text, item).missing == (
            "K této položce zatím není žádná připomínka.",
            "Plnění zatím nikdo nenahlásil.",
            "Položce neslouží žádný úkol, který byste viděl/a.",
        )
        assert trace.shown(text, item).missing == (
            "K této položce zatím není žádná připomínka.",
            "Plnění zatím není zveřejněné, ukáže se po vyhodnocení.",
        )

    def test_an_item_that_the_plan_never_had_has_no_trace(self, text, item):
        other = reports.in_force(title="Jiný plán")
        item.key = uuid.uuid4()

        assert trace.traced(text, item) is None
        assert trace.traced(text, reports.measures(other)[0]) is None

    @pytest.mark.parametrize("whose", [trace.traced, trace.shown])
    def test_a_long_life_takes_as_many_queries_as_a_short_one(self, whose, django_assert_max_num_queries):
        counts = []
        for size in (1, 3):
            text = reports.in_force(items=1, title=f"Plán {size}")
            item = reports.measures(text)[0]
            for number in range(size):
                money = [Spent("region", Decimal(100))]
                reports.report(item, 2027 + number, now=reports.NOW.replace(year=2030), money=money)
                text = trace.into_force(trace.update(text))
                bodies.action_item(bodies.body(), part_key=str(item.key))
            with django_assert_max_num_queries(30) as seen:
                whose(text, item)
            counts.append(len(seen))
        assert counts[0] == counts[1]
