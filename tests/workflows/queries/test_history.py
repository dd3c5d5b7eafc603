import pytest

from tests.factories import workflows
from workflows.enums import EditionState
from workflows.queries.history import entries, told

pytestmark = pytest.mark.django_db


def lines(edition, **kwargs) -> list[str]:
    return [told(entry, **kwargs).text for entry in entries(edition.plan, [edition])]


def test_the_way_of_a_plan_is_told_in_sentences_newest_first():
    edition = workflows.edition_in(EditionState.CONSULTATION)
    found = [line for line in lines(edition, with_personal=True) if "položka" not in line]
    assert found[0].startswith("Vyhlášeno připomínkové řízení")
    assert "Předáno triádě: verze 1" in found
    assert "Vyjádření: Uživatelé – souhlasí".lower() in [line.lower() for line in found]
    assert found[-1] == "Založen návrh plánu"


def test_names_and_free_text_are_told_only_to_those_who_may_read_them():
    edition = workflows.edition_in(EditionState.WITHDRAWN)
    newest = entries(edition.plan, [edition])[0]
    open_, closed = (told(newest, with_personal=flag) for flag in (True, False))
    assert (open_.note, closed.note) == ("Nebude se dělat.", "")
    assert (bool(open_.who), closed.who) == (True, "")


def test_every_kind_of_entry_that_a_plan_goes_through_has_its_sentence():
    edition = workflows.edition_in(EditionState.SUPERSEDED)
    assert [line for line in lines(edition, with_personal=True) if "." in line.split(":")[0]] == []
