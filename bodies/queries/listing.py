"""The list of bodies."""

import datetime as dt

from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet, Subquery

from bodies.models import Body, Mandate, Meeting, Seat
from people.alphabet import alphabetical
from people.models import Person, Territory


def bodies_on(day: dt.date) -> QuerySet[Body]:
    """List bodies with the number of seats, of held seats and the next session, in one query."""
    held = Mandate.objects.on(day).filter(seat=OuterRef("seats"), is_substitute=False)
    alive = Q(seats__ends_on=None) | Q(seats__ends_on__gte=day)
    return (
        Body.objects.select_related("territory")
        .annotate(
            seat_count=Count("seats", filter=alive, distinct=True),
            held_count=Count("seats", filter=alive & Q(Exists(held)), distinct=True),
            next_meeting=Subquery(
                Meeting.objects.upcoming(day).filter(body=OuterRef("pk")).values("held_on")[:1],
                output_field=DateField(),
            ),
        )
        .order_by(*alphabetical("territory__name", "name"), "pk")
    )


def places_with_bodies() -> QuerySet[Territory]:
    return Territory.objects.filter(Exists(Body.objects.filter(territory=OuterRef("pk"))))


def sits_in(person: Person, kinds: tuple[str, ...], day: dt.date) -> bool:
    """Say whether a person holds a seat today in a body of some kinds."""
    seats = Seat.objects.filter(body__kind__in=kinds)
    return Mandate.objects.on(day).filter(person=person, seat__in=seats).exists()
