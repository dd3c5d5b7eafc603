"""Pošta dema: what the recipients of the demo's letters see. Without the demo these pages do not exist."""

import datetime as dt
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from functools import lru_cache
from pathlib import Path
from typing import Any

import nh3
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString, mark_safe
from django.views.generic import TemplateView

from people.web import PublicMixin

PER_PAGE = 25
BODIES = {"text/plain", "text/html", "text/calendar"}


@dataclass(frozen=True)
class Received:
    """One received letter as the list shows it."""

    name: str
    at: dt.datetime
    recipients: tuple[str, ...]
    sender: str
    subject: str


@dataclass(frozen=True)
class Part:
    """One attachment; the number is its place in the message."""

    number: int
    filename: str
    content_type: str
    size: int


@lru_cache(maxsize=20_000)
def _received(path: Path) -> Received:
    """Read the headers of one letter; a file never changes, so once is enough."""
    with path.open("rb") as file:
        headers = BytesHeaderParser(policy=email.policy.default).parse(file)
    return Received(
        name=path.stem,
        at=dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC),
        recipients=tuple(str(address) for address in headers.get_all("Delivered-To", [])),
        sender=str(headers.get("From", "")),
        subject=str(headers.get("Subject", "")),
    )


def _inbox(recipient: str) -> list[Received]:
    """Return the letters whose recipient contains the text, the newest first."""
    paths = sorted(settings.DEMO_MAIL.glob("*.eml"), reverse=True)
    letters = (_received(path) for path in paths)
    wanted = recipient.strip().casefold()
    return [letter for letter in letters if any(wanted in to.casefold() for to in letter.recipients)]


def _parts(message: EmailMessage) -> Iterator[tuple[int, EmailMessage]]:
    for number, part in enumerate(message.walk()):
        if isinstance(part, EmailMessage) and not part.is_multipart():
            yield number, part


def _content(message: EmailMessage, content_type: str) -> str:
    """Return the text of the first body of this kind."""
    for _, part in _parts(message):
        if part.get_content_type() == content_type and not part.is_attachment():
            return str(part.get_content())
    return ""


def _attachments(message: EmailMessage) -> list[Part]:
    return [
        Part(number, part.get_filename() or "příloha", part.get_content_type(), len(_payload(part)))
        for number, part in _parts(message)
        if part.is_attachment() or part.get_content_type() not in BODIES
    ]


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _clean(html: str) -> SafeString:
    return mark_safe(nh3.clean(html, clean_content_tags={"script", "style", "title", "head"}))


class DemoOnly(PublicMixin):
    """A page that exists in the demo only, and there for everybody."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def message(self) -> EmailMessage:
        """Return the letter named in the address."""
        try:
            raw = (settings.DEMO_MAIL / f"{self.kwargs['name']}.eml").read_bytes()
        except FileNotFoundError as error:
            raise Http404 from error
        return BytesParser(EmailMessage, policy=email.policy.default).parsebytes(raw)


class DemoMailList(DemoOnly, TemplateView):
    template_name = "people/demo_mail/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recipient = self.request.GET.get("komu", "")
        page = Paginator(_inbox(recipient), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, recipient=recipient, **kwargs)


class DemoMailDetail(DemoOnly, TemplateView):
    template_name = "people/demo_mail/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message = self.message()
        letter = {
            "subject": str(message.get("Subject", "")),
            "sender": str(message.get("From", "")),
            "to": str(message.get("To", "")),
            "date": str(message.get("Date", "")),
            "delivered": [str(address) for address in message.get_all("Delivered-To", [])],
            "html": _clean(_content(message, "text/html")),
            "text": _content(message, "text/plain"),
            "calendar": _content(message, "text/calendar"),
            "attachments": _attachments(message),
        }
        return super().get_context_data(letter=letter, **kwargs)


class DemoMailPart(DemoOnly):
    def get(self, request: HttpRequest, name: str, number: int) -> HttpResponse:  # noqa: ARG002
        part = dict(_parts(self.message())).get(number)
        if part is None:
            raise Http404
        filename = part.get_filename() or "priloha"
        response = HttpResponse(_payload(part), content_type=part.get_content_type())
        response.headers["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
        return response
