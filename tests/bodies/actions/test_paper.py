"""Papers handed out with items: kept, copied, taken away, and read by those who read the item."""

from datetime import date

import pytest

from bodies.actions import agenda, paper
from bodies.enums import MeetingState
from bodies.models import Paper
from documents.actions import file as files
from documents.enums import Permission
from documents.models import File
from people.errors import Gone, Refused
from tests.factories import bodies as make
from tests.factories import documents as shelf
from tests.factories import people

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 8)


@pytest.fixture
def meeting():
    return make.convened(make.body(), DAY)


def add(item, **said):
    return paper.add_paper(item=item, by=people.person(), now=people.NOW, **said)


def remove(one):
    paper.remove_paper(paper=one, by=people.person(), now=people.NOW)


def test_a_paper_may_be_added_even_after_convening(meeting):
    item = make.item(meeting)
    made = add(item, upload=shelf.upload(), title="Kapacity")

    assert (made.title, made.file.holder_kind, made.file.holder_id) == ("Kapacity", "agenda_item", item.pk)
    with pytest.raises(Gone):
        add(item, upload=shelf.upload())


def test_an_existing_file_comes_as_a_copy_of_its_own(meeting):
    other = make.item(meeting)
    old = files.keep(holder=other, upload=shelf.upload(), by=None, now=people.NOW)
    made = add(make.item(meeting), file=old)

    assert (made.file.digest, made.file.name) == (old.digest, old.name)
    assert made.file.pk != old.pk


def test_without_a_file_nothing_is_added(meeting):
    with pytest.raises(Refused, match="Vyberte soubor"):
        add(make.item(meeting))


def test_a_paper_taken_away_is_gone_with_its_file_unless_it_was_carried_elsewhere(meeting):
    item = make.item(meeting)
    carried, alone = add(item, upload=shelf.upload()), add(item, upload=shelf.upload(b"%PDF-1.7 jiny"))
    Paper.objects.create(
        item=make.item(meeting), file=carried.file, added_at=people.NOW, added_by=people.person()
    )
    remove(carried)
    remove(alone)

    assert list(File.objects.all()) == [carried.file]


def test_papers_of_a_session_that_has_begun_stay():
    item = make.item(make.in_session(make.body(), DAY))
    made = add(item, upload=shelf.upload())
    with pytest.raises(Refused, match="patří k jeho záznamu"):
        remove(made)


class TestWhoReads:
    def reads(self, who, file):
        return who.has_perm(Permission.VIEW_FILE, file)

    def test_those_who_see_the_meeting(self, meeting):
        member, guest = make.member(meeting.body), people.person()
        make.participant(meeting, guest, invited_as="guest")
        file = add(make.item(meeting), upload=shelf.upload()).file

        seen = [self.reads(who, file) for who in (member, guest, people.person())]
        assert seen == [True, True, False]

    def test_a_paper_carried_over_is_read_at_its_new_meeting_too(self, meeting):
        item = make.item(meeting)
        file = add(item, upload=shelf.upload()).file
        later = make.meeting(meeting.body, date(2027, 2, 2))
        guest = make.participant(later, people.person(), invited_as="guest").person
        assert self.reads(guest, file) is False

        agenda.carry_over(item=item, to=later, by=people.person(), now=people.NOW)
        assert self.reads(guest, file) is True

    @pytest.mark.parametrize(
        ("state", "closed", "public"),
        [
            (MeetingState.CONVENED, False, True),
            (MeetingState.CONVENED, True, False),
            (MeetingState.PLANNED, False, False),
        ],
    )
    def test_the_public_reads_public_papers_of_convened_meetings(self, state, closed, public):
        meeting = make.convened(make.body(), DAY, state=state)
        item = make.item(meeting, is_closed_to_public=closed)
        file = add(item, upload=shelf.upload(), is_public=True).file

        assert self.reads(people.person(), file) is public
        secret = add(item, upload=shelf.upload(b"%PDF-1.7 jiny")).file
        assert self.reads(people.person(), secret) is False
