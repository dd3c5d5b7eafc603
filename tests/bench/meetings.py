"""What meetings cost: their pages, the autosave of minutes, calendars, and convening with its letters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bodies.actions import convening as deeds
from bodies.actions import feed, paper
from bodies.enums import MeetingState
from bodies.models import Body, Meeting, Participant
from people import journal, post
from people.enums import LetterState
from people.models import Letter, Person
from tests.bench.measure import WARM_UP, Deed, Row, at_most, page, ratio, timed
from tests.factories import bodies as make
from tests.factories import documents as shelf

ITEMS, INVITED, MEETINGS, CONVENED = 30, 40, 200, 15
WORDS = (
    "Předsedající uvedl bod a předal slovo předkladatelce. V rozpravě zazněl požadavek na doplnění kapacit "
    "pečovatelské služby o víkendech a na společné financování obcemi podle počtu obyvatel. "
)


@dataclass
class Sat:
    """A body of forty members with a year of meetings, and who runs it."""

    organiser: Person
    body: Body
    meeting: Meeting  # convened, with a full agenda
    live: Meeting  # in session
    feed: str  # the secret address of somebody's calendar


def built() -> Sat:
    """Fill a body: forty members, two hundred meetings, thirty items of the nearest one."""
    today = timezone.localdate()
    place = make.people.territory("Kraj schůzí")
    organiser = make.people.coordinator(place)
    body = make.body(place, name="Koordinační skupina", short_name="KOOS", kind="coordination")
    people = [make.member(body) for _ in range(INVITED)]
    make.rules(body, numbering="{n}/{yyyy}")
    nearest = make.convened(body, today + timedelta(days=20), convened_by=organiser)
    fill(nearest, people)
    live = make.in_session(body, today, begun_at=timezone.now())
    fill(live, people)
    for number in range(MEETINGS - 2):
        day = today + timedelta(days=21 + number)
        quick(body, day, people[0], organiser)
    return Sat(organiser, body, nearest, live, feed_of(people[0]))


def quick(body, day: date, person, organiser) -> None:
    """Make a convened meeting to which one person is invited, with what its journal says of it."""
    begins = make.at(day)
    meeting = make.meeting(
        body,
        day,
        state=MeetingState.CONVENED,
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        place="Krajský úřad, zasedací místnost č. 222",
        convened_at=begins - timedelta(days=60),
        uid=f"jednani-{day:%Y%m%d}@triada.test",
    )
    make.participant(meeting, person)
    journal.record(meeting, "meeting.convened", by=organiser, at=begins - timedelta(days=60))


def fill(meeting, people) -> None:
    """Put thirty items with papers on the agenda of a meeting; half of those invited have answered."""
    for number in range(ITEMS):
        item = make.item(
            meeting,
            f"Bod {number}: financování terénních služeb",
            order=number + 1,
            presenter=people[number % len(people)],
            text=WORDS,
            proposed_wording="Koordinační skupina bere zprávu na vědomí.",
            record=WORDS * 3,
        )
        if not number % 3:
            paper.add_paper(item=item, upload=shelf.upload(), by=people[0], now=timezone.now())
    half = Participant.objects.filter(meeting=meeting).order_by("pk").values("pk")[: INVITED // 2]
    Participant.objects.filter(pk__in=list(half.values_list("pk", flat=True))).update(
        answer="accepted", answered_at=timezone.now()
    )


def feed_of(person) -> str:
    link = feed.renew(person=person, of=person, now=timezone.now())
    return reverse("calendars:personal", args=[link.token])


def pages() -> Iterator[Row]:
    """Measure pages of meetings, the autosave, the calendar and convening against an empty page."""
    sat = built()
    client = Client()
    client.force_login(sat.organiser)
    empty = page(client, reverse("about"))
    detail = reverse("meetings:detail", args=[sat.meeting.pk])
    yield at_most("meeting, 30 items, 40 invited", ratio(empty, page(client, detail)), 4)
    yield at_most("list of 200 meetings", ratio(empty, page(client, reverse("meetings:list"))), 4)
    yield at_most("autosave of an item's record", ratio(empty, autosave(client, sat)), 3)
    yield from calendar(empty, sat.feed)
    yield at_most("convening with 40 people", ratio(empty, convening(client, sat), CONVENED), 15)


def calendar(empty: Deed, url: str) -> Iterator[Row]:
    """Measure a calendar read for the first time and one that has not changed."""
    reader = Client()
    response = reader.get(url)
    assert response.content.count(b"BEGIN:VEVENT") >= MEETINGS - 1
    tag = {"If-None-Match": response["ETag"]}
    yield at_most("calendar of 200 meetings", ratio(empty, page(reader, url)), 6)
    yield at_most("the same unchanged: 304", ratio(empty, page(reader, url, 304, **tag)), 1)


def autosave(client, sat: Sat) -> Deed:
    """Type on: each saving adds a sentence over the version that the last one answered."""
    item = sat.live.items.order_by("order").first()
    url = reverse("meetings:record-save", args=[sat.live.pk, item.pk])
    at = {"revision": item.record_revision, "text": item.record}

    def post() -> None:
        text = at["text"] + " Dále bez připomínek."
        said = {"text": text, "read_at": at["revision"]}
        response = client.post(url, said, headers={"Accept": "application/json"})
        assert response.status_code == 200, response.status_code
        at.update(response.json())

    return post


def convening(client, sat: Sat) -> Deed:
    """Convene by the form, each time another meeting."""
    waiting = iter(planned(sat.body, WARM_UP + CONVENED))

    def post() -> None:
        response = client.post(reverse("meetings:convene", args=[next(waiting).pk]), {"reason": "Spěchá."})
        assert response.status_code == 303, response.status_code

    return post


def planned(body: Body, count: int) -> list[Meeting]:
    """Plan meetings with ten items after all others, each on a day of its own."""
    last = body.meetings.latest("held_on").held_on
    made = []
    for number in range(count):
        day = last + timedelta(days=1 + number)
        meeting = make.meeting(
            body,
            day,
            starts_at=make.at(day),
            ends_at=make.at(day, 12),
            place="Krajský úřad, zasedací místnost č. 222",
        )
        for order in range(10):
            make.item(meeting, order=order + 1, text=WORDS)
        made.append(meeting)
    return made


def invitations(port: int) -> Iterator[Row]:
    """Convene one more meeting and let the worker wake: how long until all its letters are in the sink."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    body = Body.objects.get(short_name="KOOS")
    organiser = Person.objects.filter(appointments__territory=body.territory).first()
    figures = []
    for _ in range(3):
        Letter.objects.all().update(state=LetterState.DROPPED, next_at=None)
        meeting = planned(body, 1)[0]
        deeds.convene(meeting=meeting, by=organiser, now=timezone.now(), reason="Spěchá.")
        figures.append(timed(lambda: post.deliver(clock=timezone.now)))
        assert Letter.objects.filter(state=LetterState.SENT).count() == INVITED
    yield at_most("40 invitations in the sink", min(figures), 1, "seconds from the worker's wake")
