"""What lies before the bodies in which a person sits."""

import datetime as dt

from django.db.models import CharField, DateField, OuterRef, Q, QuerySet, Subquery

from bodies.models import Mandate, Meeting
from documents.enums import ConfirmationKind
from documents.models import Confirmation
from people.models import Person
from workflows.enums import EditionState
from workflows.models import Decision, Edition

ALIVE = ("requested", "confirmed", "declined")
SHOWN = {
    "open": (EditionState.COUNCIL_APPROVAL,),
    "done": (EditionState.ADOPTED, EditionState.EFFECTIVE, EditionState.SUPERSEDED, EditionState.REJECTED),
}


def before_bodies_of(person: Person, day: dt.date, which: str = "") -> QuerySet[Edition]:
    """List editions laid before the bodies in which a person sits on a day, the nearest session first.

    `which` is "" or "open" for those that wait for a decision, "done" for the closed ones, or "all".
    """
    bodies = Mandate.objects.on(day).filter(person=person).values("seat__body")
    mine = Decision.objects.filter(edition=OuterRef("pk"), body__in=bodies, is_ended=False).order_by("order")
    session = Meeting.objects.upcoming(day).filter(body__decisions__edition=OuterRef("pk"), body__in=bodies)
    notice = Confirmation.objects.filter(
        version__document=OuterRef("document"),
        person=person,
        kind=ConfirmationKind.NOTICE,
        state__in=ALIVE,
    ).order_by("-version__number")
    states = SHOWN["open"] + SHOWN["done"] if which == "all" else SHOWN[which or "open"]
    asked = Q(decisions__body__in=bodies) | Q(opinions__body__in=bodies)
    keys = Edition.objects.filter(asked).values("pk")
    return (
        Edition.objects.filter(pk__in=keys, state__in=states)
        .select_related("plan__territory")
        .annotate(
            my_body=Subquery(mine.values("body__name")[:1]),
            my_outcome=Subquery(mine.values("outcome")[:1]),
            session=Subquery(session.values("held_on")[:1], output_field=DateField()),
            notice=Subquery(notice.values("state")[:1], output_field=CharField()),
        )
        .order_by("session", "-state_since", "pk")
    )


def notice_of(person: Person, version: int) -> Confirmation | None:
    """Return a person's own taking of notice of a version, asked or given."""
    rows = Confirmation.objects.filter(
        version=version, person=person, kind=ConfirmationKind.NOTICE, state__in=ALIVE
    )
    return rows.first()
