"""What members say to minutes is an objection in a council and a remark anywhere else (domain.md g)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from bodies.actions import minutes as actions
from bodies.actions import minutes_reminder
from bodies.actions import remark as remarks
from bodies.enums import COUNCILS, BodyKind, RemarkState
from bodies.models import Body, Minutes, Remark
from people import journal
from people.errors import Blocked, Refused
from people.models import Letter
from tests.factories import bodies as make
from tests.factories import minutes as given
from tests.factories.minutes import members, taker

pytestmark = pytest.mark.django_db
OBJECTION, REMARK = re.compile(r"námit[ke]", re.IGNORECASE), re.compile(r"připomín[ke]", re.IGNORECASE)
KINDS = [(kind, REMARK if kind in COUNCILS else OBJECTION) for kind in BodyKind if kind != BodyKind.HEARING]


def of_kind(kind):
    """Circulate minutes of a body of a kind today, so that members may still write and the end is near."""
    minutes = given.over()
    Minutes.objects.filter(pk=minutes.pk).update(due_on=timezone.localdate())
    Body.objects.filter(pk=minutes.meeting.body_id).update(kind=kind)
    return actions.circulate(minutes=given.fresh(minutes), by=taker(minutes), now=timezone.now())


def words(client, address, **typed):
    """Return all that a page says, also to screen readers and in labels."""
    page = client.post(address, typed, follow=True) if typed else client.get(address)
    main = html.fromstring(page.content).find(".//main")
    labels = " ".join(main.xpath(".//@aria-label | .//@title | .//@placeholder"))
    title = html.fromstring(page.content).findtext(".//title")
    return f"{title} {main.text_content()} {labels}"


def every_page(client, minutes):
    """Yield what people read from the circulation to the settled remark: pages, refusals, letters."""
    member, office = members(minutes)[0], minutes.meeting.body.organiser

    def at(name, *more):
        return reverse(f"meetings:{name}", args=[minutes.meeting_id, *more])

    client.force_login(member)
    item = minutes.meeting.items.get()
    yield words(client, at("minutes"))
    yield words(client, f"{at('remark-add')}?bod={item.pk}&odstavec=1")
    yield words(client, at("remark-add"))
    yield words(client, at("remark-add"), text=" ")
    yield words(client, at("remark-add"), text="Chybí příloha.")
    remark = Remark.objects.get()
    yield words(client, at("remarks"))
    client.force_login(office)
    for name in ("minutes", "remarks", "remark-record", "minutes-submit", "minutes-reopen", "history"):
        yield words(client, at(name))
    yield words(client, at("remark-settle", remark.pk))
    yield words(client, at("remark-settle", remark.pk), seen="received", state="rejected", reason="Není.")
    yield words(client, reverse("bodies:detail", args=[minutes.meeting.body.slug]))


def by_link(client, minutes):
    letter = Letter.objects.filter(template__endswith="circulated").order_by("pk").first()
    placeholder = letter.text.split("/o/")[1].split("/")[0]
    link = next(one for one in letter.person.access_links.all() if one.placeholder == placeholder)
    address = reverse("meetings:minutes-link", args=[link.token])
    yield words(client, address)
    yield words(client, address, text="Chybí host.")
    Minutes.objects.filter(pk=minutes.pk).update(comments_until=timezone.localdate() - timedelta(days=1))
    yield words(client, address)


def letters_and_refusals(minutes):
    later = timezone.now() + timedelta(days=1)
    minutes_reminder.remind(now=later.replace(hour=10))
    written = {letter.template.rpartition("/")[2] for letter in Letter.objects.all()}
    assert written == {
        f"minutes_{name}" for name in ("circulated", "comments_closed", "remark_settled", "due")
    }
    for letter in Letter.objects.order_by("pk"):
        yield f"{letter.subject} {letter.text} {letter.html}"
    member = members(minutes)[1]
    with pytest.raises(Refused) as late:
        remarks.add(minutes=minutes, person=member, text="Pozdě.", by=member, now=later)
    yield str(late.value.message)
    with pytest.raises(Blocked) as unsettled:
        actions.submit(minutes=minutes, verifiers=[member], by=taker(minutes), now=later)
    yield " ".join(str(one.message) for one in unsettled.value.blockers)
    Minutes.objects.filter(pk=minutes.pk).update(state="writing")
    with pytest.raises(Refused) as closed:
        remarks.add(minutes=minutes, person=member, text="Pozdě.", by=member, now=later)
    yield str(closed.value.message)


@pytest.mark.parametrize(("kind", "wrong"), KINDS)
def test_every_page_letter_and_refusal_uses_the_word_of_the_body(client, kind, wrong):
    minutes = of_kind(kind)
    said = [*every_page(client, minutes), *by_link(client, minutes), *letters_and_refusals(minutes)]
    right = REMARK if wrong is OBJECTION else OBJECTION
    assert [found[0] for text in said if (found := wrong.search(text))] == []
    assert sum(bool(right.search(text)) for text in said) >= 15
    assert Remark.objects.filter(state=RemarkState.RECEIVED).count() == 1


@pytest.mark.parametrize(
    ("kind", "right"), [(BodyKind.ASSEMBLY, "námitky"), (BodyKind.COLLEGE, "připomínky")]
)
def test_rules_without_such_a_window_say_it_by_the_word_of_the_body(client, kind, right):
    minutes = given.over(days=0)
    Body.objects.filter(pk=minutes.meeting.body_id).update(kind=kind)
    with pytest.raises(Blocked) as refusal:
        actions.circulate(minutes=given.fresh(minutes), by=taker(minutes), now=given.NOW)
    assert f"Pravidla orgánu {right} k zápisu neznají." in str(refusal.value.blockers[0].message)


@pytest.mark.parametrize("kind", [BodyKind.BOARD, BodyKind.WORKING])
def test_the_tab_before_and_during_the_writing_says_what_comes_by_the_word_of_the_body(client, kind):
    wrong = dict(KINDS)[kind]
    minutes = given.over()
    Body.objects.filter(pk=minutes.meeting.body_id).update(kind=kind)
    client.force_login(members(minutes)[0])
    writing = words(client, reverse("meetings:minutes", args=[minutes.meeting_id]))
    coming = make.convened(minutes.meeting.body, timezone.localdate() + timedelta(days=9))
    before = words(client, reverse("meetings:minutes", args=[coming.pk]))
    assert [bool(wrong.search(text)) for text in (writing, before)] == [False, False]
    right = REMARK if wrong is OBJECTION else OBJECTION
    assert [bool(right.search(text)) for text in (writing, before)] == [True, True]


def test_the_history_of_minutes_uses_words_that_fit_any_body():
    for kind in ("minutes.circulate", "remark.added", "remark.settled"):
        told = str(journal.SENTENCES[kind])
        assert (REMARK.search(told), OBJECTION.search(told)) == (None, None)
