"""A real browser (Debian's chromium) against a real server on this machine; letters go over real SMTP."""

import email
import os
import re
import socket
from contextlib import contextmanager
from email import policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from people.post.wire import DJANGO_SMTP

CHROMIUM = "/usr/bin/chromium"
SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=cs",
]
AXE = django_settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = django_settings.VAR / "shots"
PATIENCE = 30_000  # milliseconds; a busy machine is slow, a wrong page is wrong at once
DESK, PHONE, NARROWEST = 1280, 390, 320
HEIGHT = 900
# Whatever axe knows, and the least that WCAG 2.1 asks for in both colour schemes. Style sheets need not be
# fetched once more for it: only a rule that axe does not run by itself reads them.
CHECK = """async (only) => {
  const options = only ? {runOnly: {type: 'rule', values: only}} : {};
  const found = await axe.run(document, {...options, resultTypes: ['violations'], preload: false});
  return found.violations.map(v => `${v.id}: ${v.help}\\n` + v.nodes.slice(0, 4).map(
    n => `    ${n.html.slice(0, 200)} ← ${n.failureSummary.split('\\n').slice(1).join(' ').slice(0, 300)}`
  ).join('\\n'));
}"""
WIDER = """() => {
  const limit = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= limit) return [];
  const scrolled = e => {
    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
      if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(p).overflowX)) return true;
    return false;
  };
  return [`${document.documentElement.scrollWidth} px wide`, ...[...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > limit + 1 && !scrolled(e))
    .map(e => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 60)}`).slice(0, 6)];
}"""


class Visitor:
    """Somebody at a browser of their own, who notices everything that the console complains about."""

    def __init__(self, context, base):
        self.context, self.base = context, base
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.complaints = []
        self.documents = set()
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("response", self.answered)
        self.page.on("requestfailed", self.failed)

    def heard(self, message):
        """Keep errors; that a page says 404 or 422 is its answer, not a fault of the page."""
        if message.type not in ("error", "warning"):
            return
        address = message.location.get("url", "").partition("#")[0]
        if "Failed to load resource" in message.text and address in self.documents:
            return
        self.complaints.append(f"{self.page.url}: {message.text} ({address})")

    def answered(self, response):
        if response.request.resource_type == "document":
            self.documents.add(response.url)
        elif response.status >= 400:
            self.complaints.append(f"{self.page.url}: {response.status} {response.url}")

    def failed(self, request):
        # A navigation that a download or the next navigation replaced has not failed.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{self.page.url}: {request.failure} {request.url}")

    def go(self, address, status=200):
        """Open an address, which has to answer with the status."""
        url = address if address.startswith("http") else self.base + address
        response = self.page.goto(url)
        assert response.status == status, f"{url} answered {response.status}"
        return self

    def fill(self, **values):
        """Fill fields in by their names, as a person would: chosen, ticked or typed."""
        for name, value in values.items():
            field = self.page.locator(f"main [name='{name}']:not([type=hidden])")
            kind = field.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
            if kind == "select":
                field.select_option(label=value)
            elif kind in ("radio", "checkbox"):
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            else:
                field.fill(str(value))
        return self

    # What works without any script in the page: the browser's own typing, choosing and sending.

    def type(self, **values):
        for name, value in values.items():
            self.page.locator(f"main [name='{name}']").fill(value)
        return self

    def choose(self, **values):
        for name, value in values.items():
            self.page.locator(f"main select[name='{name}']").select_option(value)
        return self

    def tick(self, name, value):
        self.page.locator(f"main [name='{name}'][value='{value}']").check()
        return self

    def send(self, text):
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=text, exact=True).click()
        return self

    def press(self, text, status=None):
        """Press a button or a link of the page's main part; with a status, check what comes back."""
        found = self.page.locator("main").get_by_role("button", name=text, exact=True)
        target = found.or_(self.page.locator("main").get_by_role("link", name=text, exact=True)).first
        with self.page.expect_navigation() as navigation:
            target.click()
        if status is not None:
            answered = navigation.value.status
            assert answered == status, f"{self.page.url} answered {answered}"
        return self

    def reads(self, *texts):
        """Check that the page says something; its typography does not matter."""
        for text in texts:
            wanted = re.compile(r"\s+".join(map(re.escape, text.split())), re.IGNORECASE)
            expect(self.page.locator("body")).to_contain_text(wanted, timeout=PATIENCE)
        return self

    def violations(self, only=None):
        """Ask axe; it is brought by the debugger's way, so the page keeps its strict policy."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return self.page.evaluate(CHECK, only)

    def too_wide(self):
        """Name what sticks out of the window."""
        return self.page.evaluate(WIDER)

    def resize(self, width):
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def picture(self, name):
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


class PostBox:
    """A mail server in a thread; keeps what it received, newest last."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name aiosmtpd calls
        content = envelope.content.replace(b"\r\n", b"\n")
        self.received.append(email.message_from_bytes(content, policy=policy.default))
        return "250 OK"

    def collect(self):
        """Let the worker send what waits."""
        call_command("worker", "--once")
        return self

    def to(self, address):
        """Return the newest letter to an address."""
        return next(letter for letter in reversed(self.received) if address in letter["To"])

    def link(self, address):
        """Return the personal link of the newest letter to an address."""
        text = self.to(address).get_body(("plain",)).get_content()
        return re.search(r"http://\S+/(?:o|potvrdit)/\S+", text)[0]


@pytest.fixture(scope="session")
def chromium():
    if not Path(CHROMIUM).exists():
        pytest.fail("Chybí chromium: spusťte make setup.")
    # The browser's own loop runs in this thread; the database does not mind.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def server(django_db_setup):
    """The web server, in threads of this process."""
    live = LiveServer("127.0.0.1:0")
    yield live
    live.stop()


@pytest.fixture(autouse=True)
def _letters_lead_to_the_server(server, settings):
    """Links lead to the server in these tests alone; others of the same worker follow."""
    settings.SITE = {**settings.SITE, "url": server.url, "operator": "Liberecký kraj"}


@pytest.fixture(scope="session")
def opened(chromium, server):
    """Return what opens a browser window: `with opened(person, width=390) as visitor`."""

    @contextmanager
    def opened(person=None, width=DESK, **wishes):
        wishes = {"locale": "cs-CZ", "timezone_id": "Europe/Prague", "reduced_motion": "reduce", **wishes}
        context = chromium.new_context(viewport={"width": width, "height": HEIGHT}, **wishes)
        if person is not None:
            client = Client()
            client.force_login(person)
            name = django_settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server.url}])
        visitor = Visitor(context, server.url)
        try:
            yield visitor
            assert visitor.complaints == []
        except BaseException:
            visitor.picture("failed")
            raise
        finally:
            context.close()

    return opened


@pytest.fixture
def postbox(settings):
    box = PostBox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = DJANGO_SMTP, "127.0.0.1", port
    yield box
    controller.stop()
