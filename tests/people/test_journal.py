import json
import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people import journal
from people.actions import journal as journals
from people.models import JournalEntry, JournalHead, JournalPerson
from tests.factories.people import NOW, person

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Thing:
    pk: int
    journal_kind: str = "thing"


def written(count, thing=None):
    thing = thing or Thing(7)
    return [
        journal.record(thing, "thing.done", by=None, at=NOW, data={"step": n}, personal={"name": f"Eva {n}"})
        for n in range(1, count + 1)
    ]


def found():
    return [(fault.subject, fault.number, fault.code) for fault in journal.verify()]


def test_entries_are_numbered_per_subject_and_chained():
    first, second = written(2)
    other = journal.record(Thing(8), "thing.done", by=None, at=NOW)
    assert [(first.number, first.previous), (second.number, second.previous)] == [(1, ""), (2, first.digest)]
    assert (other.number, other.previous) == (1, "")
    assert journal.verify() == []


def test_the_digest_can_be_recomputed_without_this_program():
    by = person()
    entry = journal.record(Thing(7), "thing.done", by=by, at=NOW, data={"on": date(2026, 1, 2), "ano": "š"})
    text = (
        f'{{"at":"2026-11-21T09:00:00.000000+00:00","by":{by.pk},"data":{{"ano":"š","on":"2026-01-02"}},'
        '"format":1,"kind":"thing.done","number":1,"personal":"","previous":"","subject":"thing:7"}'
    )
    assert entry.digest == sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("data", [{"text": "x" * 121}, {"who": "eva@triada.test"}])
def test_names_addresses_and_free_text_are_refused_in_the_chain(data):
    with pytest.raises(ValueError, match="personal part"):
        journal.record(Thing(7), "thing.done", by=None, at=NOW, data=data)
    assert JournalEntry.objects.count() == 0


def test_fractions_are_refused_because_databases_round_them():
    with pytest.raises(TypeError, match="float"):
        journal.record(Thing(7), "thing.done", by=None, at=NOW, data={"share": 0.1})


def test_a_changed_row_is_named():
    written(3)
    JournalEntry.objects.filter(number=2).update(data={"step": 9})
    assert found() == [("thing:7", 2, "changed")]


def test_a_removed_row_is_named_in_the_middle_and_at_the_end():
    entries = written(4)
    for number in (2, 4):
        JournalPerson.objects.filter(entry=entries[number - 1]).delete()
        JournalEntry.objects.filter(number=number).delete()
    assert found() == [("thing:7", 2, "removed"), ("thing:7", 4, "removed")]


def test_a_whole_chain_that_was_removed_is_named():
    written(2)
    JournalPerson.objects.all().delete()
    JournalEntry.objects.all().delete()
    assert found() == [("thing:7", 2, "removed")]


def test_rows_that_changed_places_are_named():
    written(3)
    for old, new in ((2, 99), (3, 2), (99, 3)):
        JournalEntry.objects.filter(number=old).update(number=new)
    assert [(number, code) for _subject, number, code in found()][:2] == [(2, "moved"), (3, "moved")]


def test_an_added_row_is_named_even_with_a_right_digest():
    last = written(2)[-1]
    added = JournalEntry(
        subject_kind="thing", subject_id=7, number=3, at=NOW, kind="thing.forged", previous=last.digest
    )
    added.digest = journal.digest_of(added)
    added.save()
    assert found() == [("thing:7", 3, "added")]


def test_a_changed_personal_part_is_named():
    written(2)
    JournalPerson.objects.filter(entry__number=1).update(content={"name": "Jiná"})
    assert found() == [("thing:7", 1, "personal")]


def test_erasing_leaves_the_chain_whole_and_is_recorded_itself():
    entry, by = written(2)[0], person()
    record = journals.erase(entry=entry, by=by, reason="žádost podle čl. 17 GDPR", now=NOW)
    part = JournalPerson.objects.get(entry=entry)
    assert (part.salt, part.content, part.erased_at) == ("", None, NOW)
    assert (record.number, record.kind, record.data) == (3, "journal.erased", {"number": 1})
    assert journals.erase(entry=entry, by=by, reason="znovu", now=NOW) is None
    assert journal.verify() == []


def test_erasing_past_the_action_is_named():
    written(1)
    JournalPerson.objects.update(salt="", content=None, erased_at=NOW)
    assert found() == [("thing:7", 1, "personal")]


def test_the_command_names_the_row_and_ends_with_one(capsys):
    written(2)
    call_command("verify_journal")
    JournalEntry.objects.filter(number=1).update(kind="thing.other")
    with pytest.raises(CommandError) as error:
        call_command("verify_journal", subject="thing:7")
    assert error.value.returncode == 1
    assert "thing:7 #1" in capsys.readouterr().err


def test_an_export_kept_elsewhere_shows_a_chain_that_was_rewritten_whole(tmp_path, capsys):
    written(2)
    kept = tmp_path / "denik.jsonl"
    call_command("verify_journal", export=kept)
    assert [json.loads(line)["number"] for line in kept.read_text().splitlines()] == [1, 2]
    JournalPerson.objects.all().delete()
    JournalEntry.objects.all().delete()
    JournalHead.objects.all().delete()
    written(1)
    call_command("verify_journal")
    with pytest.raises(CommandError):
        call_command("verify_journal", against=kept)
    assert "thing:7 #1" in capsys.readouterr().err


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text("abcžš 1", max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.dictionaries(st.text("abc", max_size=3), values, max_size=3), min_size=1, max_size=5),
    data=st.data(),
)
def test_whatever_is_written_verifies_and_any_single_change_is_named(rows, data):
    JournalPerson.objects.all().delete()
    JournalEntry.objects.all().delete()
    JournalHead.objects.all().delete()
    for row in rows:
        journal.record(Thing(1), "thing.done", by=None, at=NOW, data=row, personal={"note": row})
    assert journal.verify() == []
    number = data.draw(st.integers(1, len(rows)))
    victim = JournalEntry.objects.filter(number=number)
    change = data.draw(st.sampled_from(["kind", "data", "previous", "digest", "at"]))
    victim.update(
        **{
            "kind": {"kind": "thing.other"},
            "data": {"data": {"forged": number}},
            "previous": {"previous": "0" * 64},
            "digest": {"digest": "0" * 64},
            "at": {"at": NOW.replace(year=2020)},
        }[change]
    )
    assert number in [fault.number for fault in journal.verify()]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_writers_of_one_journal_make_one_chain():
    barrier, errors = Barrier(4), []

    def write(n):
        try:
            barrier.wait(timeout=10)
            for step in range(5):
                journal.record(Thing(5), "thing.done", by=None, at=NOW, data={"who": n, "step": step})
        except Exception as error:  # noqa: BLE001 - told by the test
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert errors == []
    assert list(JournalEntry.objects.values_list("number", flat=True)) == list(range(1, 21))
    assert journal.verify() == []


def test_every_kind_that_people_write_has_its_sentence():
    written = set()
    for path in Path(journal.__file__).parent.joinpath("actions").glob("*.py"):
        written |= set(re.findall(r'journal\.record\(\s*[\w.()]+,\s*"([a-z_.]+)"', path.read_text()))
    assert "person.added" in written
    assert written - set(journal.SENTENCES) == set()


def test_a_kind_that_nobody_named_is_told_kindly_and_apps_may_name_theirs(monkeypatch):
    monkeypatch.setattr(journal, "SENTENCES", dict(journal.SENTENCES))
    entry = JournalEntry(kind="teapot.boiled")
    assert journal.sentence(entry) == "Zaznamenána změna"
    journal.tells({"teapot.boiled": "Přidáno místo"})
    assert journal.sentence(entry) == "Přidáno místo"
