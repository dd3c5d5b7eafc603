"""What the stories of people stand on: a clock, a desk with a browser that has no JavaScript, a postbox."""

import io
import re
import sys
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from html import unescape
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from icalendar import Calendar
from lxml import html

from people.models import Letter
from people.post.wire import enclosures_of, envelope
from tests.factories.sink import listening

MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=timezone.get_fixed_timezone(120))


class Clock:
    """The day of the story; everybody in it lives by the same one."""

    def __init__(self):
        self.now = MONDAY

    @property
    def today(self):
        return self.now.date()

    def ahead(self, days):
        """Return how a form wants a day that will come in so many days."""
        return (self.today + timedelta(days=days)).isoformat()

    def after(self, days):
        """Let days pass; return how a form wants the day that has come."""
        self.now += timedelta(days=days)
        return self.ahead(0)

    def until(self, day):
        """Let days pass until one comes."""
        return self.after((day - self.today).days)


@pytest.fixture
def clock(monkeypatch):
    kept = Clock()
    monkeypatch.setattr(timezone, "now", lambda: kept.now)
    return kept


def plain(text):
    """Return a text as people read it: with ordinary spaces without the marks that join words."""
    return " ".join(unescape(text).replace("\N{NO-BREAK SPACE}", " ").replace("\N{WORD JOINER}", "").split())


class Desk:
    """Somebody with a browser: reads pages, fills in the forms that stand on them, presses buttons."""

    def __init__(self, person=None):
        self.client, self.person = Client(), person

    def open(self, url):
        if self.person:  # a story is longer than a sitting
            self.client.force_login(self.person)
        return self.client.get(url)

    def read(self, url):
        """Return the text of a page that opens."""
        page = self.open(url)
        assert page.status_code == 200, (url, page.status_code, page.get("Location"))
        return plain(html.fromstring(page.content).text_content())

    def status(self, url):
        return self.open(url).status_code

    def answer(self, url, button="", **typed):
        """Send the form on a page that has such a button and such fields, with what it already holds."""
        page = self.open(url)
        assert page.status_code == 200, (url, page.status_code)
        for form in html.fromstring(page.content).find(".//main").iter("form"):
            names = {name for name in form.fields if name} | {b.get("name") for b in form.iter("button")}
            pressed = [b for b in form.iter("button") if plain(b.text_content()) == button]
            if form.method == "POST" and set(typed) <= names and (pressed or not button):
                break
        else:
            raise AssertionError((url, button, sorted(typed)))
        held = {}
        for name, value in form.form_values():  # a browser drops the first end of line of a text area
            held.setdefault(name, []).append(value.removeprefix("\n"))
        held.pop("csrfmiddlewaretoken", None)
        held |= {b.get("name"): b.get("value", "") for b in pressed if b.get("name")}
        return self.client.post(form.action or url, {**held, **typed})

    def send(self, url, button="", **typed):
        """Send a form that is accepted and return the text of the page it leads to."""
        reply = self.answer(url, button, **typed)
        assert reply.status_code == 303, (url, reply.status_code, problems(reply))
        return self.read(reply["Location"])


def problems(reply):
    form = reply.context and reply.context.get("form")
    rows = [row.errors for row in getattr(form, "rows", ()) if row.is_bound and row.errors]
    return (form.errors, rows) if form else plain(reply.text)[:600]


@pytest.fixture
def desk(clock):
    return Desk


class Postbox:
    """Letters as their recipients read them."""

    def newest(self, address):
        return Letter.objects.filter(to_address=address).order_by("pk").last()

    def text(self, address):
        letter = self.newest(address)
        return envelope(letter, enclosures_of([letter])).body

    def link(self, address):
        """Return where the personal link of the newest letter leads."""
        found = re.search(r"http://testserver(/\S+)", self.text(address))
        assert found, self.text(address)
        page = Client().get(found[1])
        return page["Location"] if page.status_code == 302 else found[1]


@pytest.fixture
def postbox(clock):
    return Postbox()


class Mail:
    """A real mail server, the worker that sends through it, and mail programs of those who answer."""

    def __init__(self, server, clock, monkeypatch):
        self.server, self.clock, self.monkeypatch = server, clock, monkeypatch

    def work(self):
        """Let the worker do one round of everything: send, read what came, do what is due."""
        call_command("worker", once=True)

    def to(self, address):
        """Return what has come to an address, the newest last."""
        self.work()
        return [one for one in self.server.received if address in one["To"]]

    def text(self, address):
        return plain(self.to(address)[-1].get_body(("plain",)).get_content())

    def link(self, address, about=""):
        """Return where the personal link of the newest letter to an address, about something, leads."""
        texts = [one.get_body(("plain",)).get_content() for one in self.to(address)]
        text = [one for one in texts if about in plain(one)][-1]
        found = re.findall(r"http://testserver(/o/[^\s/]+/)", text)
        assert found, text
        return Client().get(found[0])["Location"]

    def event(self, address):
        """Return the METHOD of the newest letter with a calendar and the event in it."""
        letter = next(one for one in reversed(self.to(address)) if calendar_of(one))
        found = Calendar.from_ical(calendar_of(letter))
        return str(found["METHOD"]), found.walk("VEVENT")[0]

    def reply(self, address, partstat):
        """Answer from a calendar: the mail comes by the mail server's pipe and the worker reads it."""
        _method, event = self.event(address)
        mailbox = event["ORGANIZER"].removeprefix("mailto:")
        raw = reply_of(event, address, mailbox, partstat, self.clock.now)
        self.monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
        call_command("receive_mail", to=mailbox, sender=address)
        self.work()


def calendar_of(letter):
    parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    return parts[0].get_payload(decode=True) if parts else b""


def reply_of(event, address, mailbox, partstat, now):
    """Write what a calendar sends when somebody presses a button in it (RFC 5546, 3.2.3)."""
    rows = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
        "VERSION:2.0",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        f"UID:{event['UID']}",
        f"SEQUENCE:{event['SEQUENCE']}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"ORGANIZER:mailto:{mailbox}",
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{address}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    message = EmailMessage()
    message["From"], message["To"] = address, mailbox
    message["Subject"], message["Message-ID"] = "Odpověď", f"<{now.timestamp()}@{address.partition('@')[2]}>"
    message.set_content("Odpověď na pozvánku.")
    message.add_alternative("\r\n".join(rows) + "\r\n", subtype="calendar", params={"method": "REPLY"})
    return message.as_bytes()


@pytest.fixture
def mail(settings, clock, monkeypatch):
    # A story is one transaction: what runs jobs must not change the connection in the middle of it
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    with listening(settings) as server:
        yield Mail(server, clock, monkeypatch)


class Table:
    """The pages of one meeting as its organiser or minute taker sees them from a desk."""

    def __init__(self, desk, meeting):
        self.desk, self.meeting = desk, meeting

    def url(self, name, *more):
        return reverse(f"meetings:{name}", args=[self.meeting.pk, *more])

    def read(self, name, *more):
        return self.desk.read(self.url(name, *more))

    def send(self, name, button="", *more, **typed):
        return self.desk.send(self.url(name, *more), button, **typed)

    def item(self, title):
        return self.meeting.items.get(title__startswith=title)

    def at(self, title):
        """Address of the live page at an item."""
        return f"{self.url('live')}?bod={self.item(title).pk}"

    def there(self, *people):
        """Tick who is there; who was ticked before stays so."""
        pks = [self.meeting.participants.get(person=one).pk for one in people]
        held = self.meeting.participants.filter(stays__isnull=False, stays__left_at=None)
        return self.desk.send(self.url("live"), there=[*pks, *held.values_list("pk", flat=True)])

    def open(self, title):
        pk = self.item(title).pk
        return self.desk.send(self.at(title), krok=f"zahajit:{pk}")

    def write(self, title, text):
        return self.desk.send(self.at(title), "Uložit text", text=text)

    def vote(self, title, **said):
        return self.desk.send(self.at(title), "Zapsat hlasování", **said)

    def resolve(self, title, *points, **said):
        """Record an output; each point is a mapping of what its row says."""
        prefix = f"vystup{self.item(title).pk}"
        typed = {f"{prefix}-{name}": value for name, value in said.items()}
        for number, point in enumerate(points):
            typed |= {f"{prefix}-bod{number}-{name}": value for name, value in point.items()}
        return self.desk.send(self.url("resolution-record", self.item(title).pk), **typed)


@pytest.fixture
def table():
    return Table


class Binder:
    """The pages of one plan and of its editions as its coordinator sees them from a desk."""

    def __init__(self, desk, plan):
        self.desk, self.plan = desk, plan

    def url(self, name, *more, **query):
        return reverse(f"plans:{name}", args=[self.plan.slug, *more], query=query)

    def read(self, name, *more, **query):
        return self.desk.read(self.url(name, *more, **query))

    def send(self, name, button="", /, *more, **typed):
        return self.desk.send(self.url(name, *more), button, **typed)

    def start(self, kind, path, **query):
        """Start an edition by a path and return it."""
        where = self.url("edition-new", druh=kind, **query)
        self.desk.send(where, "Začít nové znění", path=path.pk)
        return self.plan.editions.latest("pk")

    def decide(self, edition, clock, *outcomes):
        """Take a text before its councils, who decide one after another, a week each, and publish it."""
        self.send("move", "", edition.pk, "submit_for_approval")
        for row, outcome in zip(edition.decisions.order_by("order"), outcomes, strict=True):
            said = {"outcome": outcome, "decided_on": clock.after(7), "mode": "draw"}
            self.send("decision-record", "", edition.pk, row.pk, **said)
        self.send("move", "", edition.pk, "adopt")
        self.send("publish", "", edition.pk, published_on=clock.ahead(0))
        edition.refresh_from_db()

    def valid_on(self, day, reader=None):
        """Return what stands on the page as valid on a day."""
        page = (reader or self.desk).open(self.url("editions", den=day.isoformat()))
        return [row.edition.label for row in page.context["valid"]]


@pytest.fixture
def binder():
    return Binder
