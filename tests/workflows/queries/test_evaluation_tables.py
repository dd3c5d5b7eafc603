"""The tables of an evaluation: the same numbers on the page, in the spreadsheet and in the frozen text."""

from datetime import date

import pytest

from bodies.enums import Attendance
from documents.models import Version
from tests.factories import evaluation as made
from tests.factories import workflows as make
from workflows.enums import EditionState
from workflows.queries.evaluation import evaluation_of
from workflows.queries.evaluation_tables import figures_of, sections_of, tables_of

pytestmark = pytest.mark.django_db
NBSP = "\xa0"


def tables(edition, years=(2024, 2025), **more):
    return {table.key: table for table in tables_of(evaluation_of(edition.plan, years), **more)}


def test_tables_say_what_was_reported_beside_what_was_planned():
    edition = made.plan_with_items(3)
    made.told(edition, 2)
    found = tables(edition)
    assert list(found) == [
        *("plneni", "penize-roky", "penize-zdroje", "penize-obce", "penize-priority"),
        *("ukazatele", "chybi"),
    ]
    assert [column.name for column in found["plneni"].columns] == [
        *("Priorita", "splněno", "bez hlášení", "celkem")
    ]
    assert found["plneni"].rows == [("1 Péče doma", 2, 1, 3)]
    assert found["penize-roky"].rows == [("2024", 3000, 0, "0 %"), ("2025", 3000, 1800, "60 %")]
    assert found["penize-roky"].total == ("Celkem", 6000, 1800, "30 %")
    assert found["penize-obce"].rows == [("bez určení obce", 6000, 1800, "30 %")]
    assert found["ukazatele"].rows[0] == ("1.1 Opatření 1", "úvazky (úv.)", 1, 3, 2, "50 %")
    assert found["ukazatele"].rows[2][-1] == "neuvedeno"
    assert found["chybi"].rows == [
        ("Charita", "1.1 Opatření 1", "2024", "nepožádáno"),
        ("Charita", "1.2 Opatření 2", "2024", "nepožádáno"),
        ("Charita", "1.3 Opatření 3", "2024, 2025", "nepožádáno"),
    ]


def test_the_table_of_items_is_added_where_it_is_wanted():
    edition = made.plan_with_items(2)
    made.told(edition, 1)
    assert tables(edition, with_items=True)["polozky"].rows == [
        ("1.1 Opatření 1", "Charita", "splněno", 2025, 2000, 900, "Podařilo se."),
        ("1.2 Opatření 2", "Charita", "bez hlášení", None, 2000, 0, ""),
    ]


def test_a_table_is_frozen_as_words_for_comparing_and_as_data_for_drawing():
    edition = made.plan_with_items(1)
    made.told(edition)
    section = tables(edition)["penize-zdroje"].as_section()
    assert (section["key"], section["kind"], section["depth"]) == ("tabulka-penize-zdroje", "table", 0)
    assert section["fields"] == [["kraj", f"plán v Kč: 2{NBSP}000; vynaloženo v Kč: 900; z plánu: 45 %"]]
    assert section["table"]["series"] == [[1, "planned", "plán v Kč"], [2, "spent", "vynaloženo v Kč"]]
    assert section["table"]["values"] == [["2000.00", "900.00"]]


def test_an_evaluation_freezes_its_tables_and_other_editions_have_none():
    edition = made.plan_with_items(1)
    made.told(edition)
    assert sections_of(edition) == []
    evaluation = make.to_councils(made.evaluation(edition, year=2025))
    version = Version.objects.get(document=evaluation.document_id)
    frozen = {s["key"]: s for s in version.snapshot["sections"]}
    assert list(frozen)[:5] == ["postup", "triada", "vyhodnoceni", "financovani", "zavery"]
    assert frozen["tabulka-plneni"]["table"]["rows"] == [["1 Péče doma", "1", "0", "1"]]
    made.told(edition, year=2024)
    assert version.is_intact
    assert sections_of(evaluation) == sections_of(make.fresh(evaluation))


def test_the_triad_that_took_part_stands_in_the_frozen_text():
    edition = made.plan_with_items(1)
    evaluation = made.evaluation(edition, triad="required")
    assert "tabulka-triada" not in [s["key"] for s in sections_of(evaluation)]
    make.hand_over(evaluation)
    make.answer_all(make.fresh(evaluation))
    table = next(s["table"] for s in sections_of(make.fresh(evaluation)) if s["key"] == "tabulka-triada")
    assert table["rows"] == [
        ["uživatelé", "1", "1", "0"],
        ["poskytovatelé", "1", "1", "0"],
        ["zadavatelé", "1", "1", "0"],
    ]


def test_the_table_of_meetings_says_who_came_for_each_side():
    edition = made.plan_with_items(1)
    made.triad_met(edition, date(2025, 3, 4), Attendance.PRESENT, Attendance.REMOTE, Attendance.ABSENT)
    made.triad_met(edition, date(2025, 9, 2), Attendance.EXCUSED, Attendance.PRESENT, Attendance.REPRESENTED)
    found = tables(edition, [2025])["triada-jednani"]
    assert [column.name for column in found.columns] == [
        *("Orgán", "Strana", "jednání", "z toho se zástupcem strany", "míst pozváno", "z toho přišlo")
    ]
    assert found.rows == [
        ("KOOS", "uživatelé", 2, 1, 2, 1),
        ("KOOS", "poskytovatelé", 2, 2, 2, 2),
        ("KOOS", "zadavatelé", 2, 1, 2, 1),
    ]
    evaluation = made.evaluation(edition, year=2025)
    assert "tabulka-triada-jednani" in [s["key"] for s in sections_of(evaluation)]
    assert figures_of(evaluation)["triada"] == (
        "Počet jednání orgánů, ve kterých zasedá triáda: 2, "
        "z toho se zástupcem uživatelů 1, poskytovatelů 2 a zadavatelů 1."
    )


def test_figures_are_put_in_words_for_their_chapters():
    edition = made.plan_with_items(5)
    made.told(edition, 1)
    assert figures_of(edition) == {}
    assert figures_of(made.evaluation(edition)) == {
        "triada": "",
        "vyhodnoceni": "Hodnotí se 5 položek plánu. Stav: splněno 1, bez hlášení 4.",
        "financovani": f"Plán počítal s 10{NBSP}000 Kč, vynaloženo bylo 900 Kč, tedy 9 % plánu."
        " Podle zdrojů: kraj 900 Kč.",
    }


def test_a_plan_without_an_adopted_text_has_no_tables():
    edition = make.edition_in(EditionState.DRAFTING)
    assert tables(edition, [2027]) == {}
    assert evaluation_of(edition.plan, [2027]).is_empty
