"""No public address of a meeting tells who sits in it for the users of services (GDPR art. 9).

A service user with an unmistakable name does in a meeting what members do, and others speak of her. Every
address of bodies that the access matrix opens to the public is then read and searched for the name.
"""

import unicodedata
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone

from bodies.actions import convening
from bodies.actions import correction as corrections
from bodies.enums import BallotKind, Choice, CorrectionKind, Due, Verb
from bodies.models import Body, Mandate, Meeting, Paper, Participant, Resolution, Seat
from documents.actions import file as files
from people.enums import Side
from people.models import Person
from tests.factories import bodies as make
from tests.factories import documents as shelf
from tests.factories import minutes as given
from tests.factories import outputs, people
from tools.roles import matrix

pytestmark = pytest.mark.django_db
BODIES = ("assemblies", "bodies", "calendars", "meetings", "resolutions", "rounds", "tasks")
# Opened by a secret address in a letter to one person, who may read what it was written for.
PERSONAL = {
    "calendars:personal",
    "meetings:invitation",
    "meetings:invitation-paper",
    "meetings:minutes-link",
    "meetings:poll-link",
    "rounds:vote-by-link",
    "tasks:answer",
}
NAME = "zmrzlik"
SAID = "Paní Zmrzlíková žádá spoje, Zmrzlíkové to bylo slíbeno, mluvte s Bohumírou Zmrzlíkovou."


def addresses(meeting):
    """Name every public address of bodies with what stands in it, also what a search of it finds."""
    paper = Paper.objects.filter(item__meeting=meeting).first()
    output = Resolution.objects.filter(meeting=meeting).first()
    listed = reverse("assemblies:list")
    return {
        "assemblies:list": [listed, f"{listed}?period=past", f"{listed}?text=spoje"],
        "assemblies:detail": [reverse("assemblies:detail", args=[meeting.pk])],
        "calendars:body": [reverse("calendars:body", args=[meeting.body.slug])],
        "resolutions:list": [reverse("resolutions:list")],
        "resolutions:detail": [reverse("resolutions:detail", args=[output.pk])] if output else [],
        "documents:file": [reverse("documents:file", args=[paper.file_id])],
    }


def told(client, address):
    """Return all that an address answers: headers and text, folded lines joined, without accents."""
    answer = client.get(address)
    body = b"".join(answer) if answer.streaming else answer.content
    text = unquote(f"{sorted(answer.headers.items())} {body.decode(errors='replace')}")
    text = text.replace("\r\n ", "").replace("\N{WORD JOINER}", "").casefold()
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def sits_for_users(meeting):
    """Let the first member sit for the users of services, chair the session and be spoken of."""
    row = meeting.participants.select_related("person").order_by("pk").first()
    Person.objects.filter(pk=row.person_id).update(first_name="Bohumíra", last_name="Zmrzlíková")
    Participant.objects.filter(pk=row.pk).update(side=Side.USERS, represents="B. Zmrzlíková")
    Seat.objects.filter(pk=row.seat_id).update(side=Side.USERS, label="Zástupkyně uživatelů")
    Mandate.objects.filter(person=row.person_id).update(may_name_publicly=False)
    Meeting.objects.filter(pk=meeting.pk).update(
        title="Setkání s B. Zmrzlíkovou", place="Klub, bere Zmrzlíková", note=SAID, chair=row.person_id
    )
    item = meeting.items.get()
    said = {"title": "Podnět paní Zmrzlíkové k spojům", "text": SAID, "presenter": row.person_id}
    type(item).objects.filter(pk=item.pk).update(**said, record=SAID)
    kept = files.keep(holder=item, upload=shelf.upload(), by=None, now=given.NOW)
    more = {"title": "Žádost B. Zmrzlíkové", "is_public": True}
    Paper.objects.create(item=item, file=kept, added_at=given.NOW, added_by=people.person(), **more)
    return Person.objects.get(pk=row.person_id)


def coming():
    """A convened meeting ahead, with an agenda about her."""
    body = make.body()
    make.rules(body, is_public=True, publishes_minutes=True)
    make.member(body)
    make.member(body)
    meeting = make.convened(body, timezone.localdate() + timedelta(days=9))
    make.item(meeting)
    sits_for_users(meeting)
    return Meeting.objects.get(pk=meeting.pk)


def cancelled():
    meeting = coming()
    reason = "Zmrzlíková onemocněla."
    return convening.cancel(meeting=meeting, by=people.person(), now=timezone.now(), reason=reason)


def published(monkeypatch):
    """A meeting with a vote by names, an output and a task of hers, minutes that she verified."""
    minutes = given.over(days=0, is_public=True)
    meeting = minutes.meeting
    who = sits_for_users(meeting)
    item = meeting.items.get()
    vote = outputs.ballot(item, kind=BallotKind.NAMES, note=SAID)
    vote.votes.create(participant=meeting.participants.get(person=who), choice=Choice.FOR)
    point = outputs.point(
        SAID, Verb.ASSIGNS, responsible=who, due=Due.ONGOING, cooperating="Bohumíra Zmrzlíková"
    )
    outputs.resolution(item, point, ballot=vote, title=SAID, now=given.NOW, is_public=True)
    monkeypatch.setattr(given, "over", lambda **_fields: given.fresh(minutes))
    done = given.published()
    by = given.organiser(done)
    kind = CorrectionKind.CORRECTION
    corrections.add(minutes=done, kind=kind, text=SAID, reason=SAID, by=by, now=timezone.now())
    return Meeting.objects.get(pk=meeting.pk)


def test_every_public_address_of_bodies_is_read():
    open_to_all = {name for name, row in matrix().items() if row["anonymous"] != "login"}
    of_bodies = {name for name in open_to_all if name.partition(":")[0] in BODIES}
    assert of_bodies - PERSONAL == set(addresses(coming())) - {"documents:file"}


@pytest.mark.parametrize("stage", ["coming", "cancelled", "published"])
def test_no_public_address_tells_the_name_of_a_service_user(client, monkeypatch, stage):
    made = {"coming": coming, "cancelled": cancelled, "published": lambda: published(monkeypatch)}
    meeting = made[stage]()
    shown = {url: told(client, url) for urls in addresses(meeting).values() for url in urls}
    assert [url for url, text in shown.items() if NAME in text] == []
    assert "spoje" in shown[reverse("assemblies:detail", args=[meeting.pk])]


def test_where_she_agreed_every_page_with_people_names_her(client, monkeypatch):
    """The same search finds the name when it may be there: it looks where names stand."""
    meeting = published(monkeypatch)
    Mandate.objects.filter(person__last_name="Zmrzlíková").update(may_name_publicly=True)
    found = addresses(meeting)
    for name in ("assemblies:detail", "resolutions:list", "resolutions:detail"):
        assert NAME in told(client, found[name][0])


@pytest.mark.parametrize("word", ["Zmrzlíková", "Zmrzlíkové", "zmrzlík"])
def test_a_search_does_not_tell_that_she_is_spoken_of(client, monkeypatch, word):
    meeting = published(monkeypatch)
    Meeting.objects.filter(pk=meeting.pk).update(held_on=timezone.localdate())
    detail = reverse("assemblies:detail", args=[meeting.pk])
    assert detail in client.get(reverse("assemblies:list"), {"text": "Podnět"}).content.decode()
    assert detail not in client.get(reverse("assemblies:list"), {"text": word}).content.decode()
    output = reverse("resolutions:detail", args=[Resolution.objects.get().pk])
    assert output in client.get(reverse("resolutions:list"), {"q": "spoje"}).content.decode()
    assert output not in client.get(reverse("resolutions:list"), {"q": word}).content.decode()


def test_the_composition_names_her_to_who_organises_and_to_herself_only(client):
    meeting = coming()
    body, her = meeting.body, Person.objects.get(last_name="Zmrzlíková")
    Body.objects.filter(pk=body.pk).update(organiser=people.person())
    body.refresh_from_db()
    page = reverse("bodies:detail", args=[body.slug])
    assert client.get(page).status_code == 302
    seen = {}
    colleague = body.seats.order_by("pk").last().mandates.get().person
    for role, who in {
        "stranger": people.person(),
        "member": colleague,
        "organiser": body.organiser,
        "herself": her,
    }.items():
        client.force_login(who)
        seen[role] = "bohumira zmrzlikova" in told(client, page)
    assert seen == {"stranger": False, "member": False, "organiser": True, "herself": True}
