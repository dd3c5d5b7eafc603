"""Numbers of outputs, tasks and meetings, drawn under a lock and never reused."""

import datetime as dt
from collections.abc import Callable, Collection

from django.db import transaction
from django.utils.translation import gettext as _

from bodies.enums import SeriesKind
from bodies.models import Body, NumberSeries, Resolution, StandingOrders
from people.errors import Refused

Used = Callable[[Body, int], Collection[str]]
ELSEWHERE: list[Used] = []


def counted(found: Used) -> Used:
    """Register who else keeps numbers of outputs of a body in a year."""
    ELSEWHERE.append(found)
    return found


def used(body: Body, year: int) -> set[str]:
    """Return the numbers that a body has used in a year, typed in or drawn, wherever they are kept."""
    own = Resolution.objects.filter(body=body, number_year=year).exclude(number="")
    return set(own.values_list("number", flat=True)).union(*(found(body, year) for found in ELSEWHERE))


@transaction.atomic
def draw(*, body: Body, day: dt.date) -> str:
    """Draw the next number of an output in the year of a day, by the pattern of the body's rules on that day.

    A number that somebody has typed in already is passed over. Raises Refused when the body has no pattern;
    then the number is typed in.
    """
    rules = StandingOrders.objects.filter(body=body).on(day).first()
    if rules is None or not rules.numbering:
        raise Refused(_("Tento orgán nemá vzor číslování, napište číslo ručně."))
    short = f"{day.year % 100:02d}"
    while True:
        number = following(body, SeriesKind.OUTPUT, day.year)
        label = rules.numbering.format(n=number, yy=short, yyyy=day.year)
        if label not in used(body, day.year):  # read anew: the series is locked since the first round
            return label


@transaction.atomic
def following(body: Body, kind: SeriesKind, year: int) -> int:
    """Draw the next number of one series of a body in a year."""
    series, _created = NumberSeries.objects.select_for_update().get_or_create(body=body, kind=kind, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last
