"""Numbers of outputs, tasks and meetings, drawn under a lock and never reused."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from bodies.enums import SeriesKind
from bodies.models import Body, NumberSeries, StandingOrders
from people.errors import Refused


@transaction.atomic
def draw(*, body: Body, day: dt.date) -> str:
    """Draw the next number of an output in the year of a day, by the pattern of the body's rules on that day.

    Raises Refused when the body has no pattern; then the number is typed in.
    """
    rules = StandingOrders.objects.filter(body=body).on(day).first()
    if rules is None or not rules.numbering:
        raise Refused(_("Tento orgán nemá vzor číslování, napište číslo ručně."))
    number = following(body, SeriesKind.OUTPUT, day.year)
    return rules.numbering.format(n=number, yy=f"{day.year % 100:02d}", yyyy=day.year)


@transaction.atomic
def following(body: Body, kind: SeriesKind, year: int) -> int:
    """Draw the next number of one series of a body in a year."""
    series, _created = NumberSeries.objects.select_for_update().get_or_create(body=body, kind=kind, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last
