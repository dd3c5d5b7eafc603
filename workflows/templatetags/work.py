"""Tags of the work list: how late, how soon."""

import datetime as dt

from django import template
from django.utils.translation import ngettext

from workflows.queries.work import WEEK, Entry

register = template.Library()


@register.filter
def lateness(entry: Entry, today: dt.date) -> str:
    """Say by how many days an entry is late."""
    days = entry.days_late(today)
    return ngettext("%(n)d den po termínu", "%(n)d dní po termínu", days) % {"n": days}


@register.filter
def is_soon(entry: Entry, today: dt.date) -> bool:
    return entry.due is not None and entry.due <= today + WEEK
