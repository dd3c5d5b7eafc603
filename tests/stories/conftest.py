"""What the stories of people stand on: a clock, a desk with a browser that has no JavaScript, a postbox."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from people.models import Letter
from people.post.wire import enclosures_of, envelope

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
            names = {name for name in form.fields if name}
            pressed = [b for b in form.iter("button") if plain(b.text_content()) == button]
            if form.method == "POST" and set(typed) <= names and (pressed or not button):
                break
        else:
            raise AssertionError((url, button, sorted(typed)))
        held = {}
        for name, value in form.form_values():
            held.setdefault(name, []).append(value)
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
    return form.errors if form else plain(reply.text)[:600]


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
