"""Calendar files of public hearings."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from documents.models import Hearing

USUAL_LENGTH = dt.timedelta(hours=2)


def hearing_file(hearing: Hearing, *, title: str, url: str, now: dt.datetime) -> bytes:
    """Write a hearing as an iCalendar file; its UID stays, so that a calendar updates what it already has."""
    zone = ZoneInfo(settings.TIME_ZONE)
    starts_at = hearing.starts_at.astimezone(zone)
    event = Event()
    event.add("uid", f"hearing-{hearing.pk}@{settings.HOST}")
    event.add("sequence", hearing.revision)
    event.add("dtstamp", now)
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + USUAL_LENGTH)
    event.add("summary", _("Veřejné projednání: %(title)s") % {"title": title})
    event.add("location", hearing.place)
    if hearing.access:
        event.add("description", hearing.access)
    event.add("url", url)
    event.add("status", "CANCELLED" if hearing.cancelled_at else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Triada//Komunitni planovani//CS")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
