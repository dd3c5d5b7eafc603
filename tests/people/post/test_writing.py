import pytest
from django.template import engines

from people import post
from people.enums import LetterState
from people.models import Letter, LetterFile
from tests.factories import people as make
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
PARTS = {
    "subject.txt": "{{ n }} & {{ person.last_name }}\n",
    "body.txt": "Dobrý den, {{ to_name }}. {{ n }} & spol.\n",
    "body.html": "<p>{{ n }} & spol.</p>",
}


@pytest.fixture
def templates(tmp_path, settings):
    folder = tmp_path / "people" / "letters" / "proba"
    folder.mkdir(parents=True)
    for name, content in PARTS.items():
        (folder / name).write_text(content)
    [configured] = settings.TEMPLATES
    settings.TEMPLATES = [{**configured, "DIRS": [tmp_path, *configured["DIRS"]]}]
    engines._engines = {}
    return "people/letters/proba"


def test_a_letter_is_a_row_rendered_for_its_reader(templates):
    who = make.person(last_name="Nová & Stará")
    row = post.write(
        key="a",
        template=templates,
        to_person=who,
        context={"n": "<b>"},
        cause=who,
        now=NOW,
        reply_to="x@y.test",
    )
    assert (row.subject, row.text) == ("<b> & Nová & Stará", "Dobrý den, Eva Nová & Stará. <b> & spol.\n")
    assert row.html == "<p>&lt;b&gt; & spol.</p>"
    assert (row.to_address, row.state, row.next_at) == (who.email, LetterState.QUEUED, NOW)


def test_the_same_key_is_written_once(templates):
    who = make.person()
    first, second = (
        post.write(key="a", template=templates, to_person=who, context={"n": n}, cause=who, now=NOW)
        for n in (1, 2)
    )
    assert (second.pk, second.text, Letter.objects.count()) == (first.pk, first.text, 1)


def test_many_letters_take_as_many_queries_as_one(templates, django_assert_num_queries):
    people = [make.person() for _ in range(20)]
    messages = [
        post.Message(key=f"k{who.pk}", template=templates, to_person=who, cause=who) for who in people
    ]
    with django_assert_num_queries(4):  # savepoint, insert, select, release
        rows = post.write_all(messages, now=NOW)
    assert [row.person_id for row in rows] == [who.pk for who in people]


def test_the_same_file_is_stored_once_for_all_letters(templates):
    for who in (make.person(), make.person()):
        row = post.write(
            key=who.email,
            template=templates,
            to_person=who,
            context={},
            cause=who,
            now=NOW,
            attachments=[("a.pdf", b"%PDF", "application/pdf")],
        )
        assert [one.name for one in row.attachments.all()] == ["a.pdf"]
    assert LetterFile.objects.count() == 1


def test_the_queued_letters_of_a_cause_end_with_it():
    who, other = make.person(), make.person()
    queued, sent, foreign = make.letter(who), make.letter(who, state="sent", sent_at=NOW), make.letter(other)
    assert post.drop(who, NOW) == 1
    assert [Letter.objects.get(pk=row.pk).state for row in (queued, sent, foreign)] == [
        LetterState.DROPPED,
        LetterState.SENT,
        LetterState.QUEUED,
    ]
