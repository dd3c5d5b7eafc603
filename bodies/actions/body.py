"""A body is written down and described."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from bodies.enums import BodyKind
from bodies.models import Body
from people import journal
from people.errors import Refused, Stale
from people.models import Person, Territory

LONGEST_SLUG = 70
RESERVED = ("novy", "volby")  # addresses of other pages


def free_slug(name: str) -> str:
    """Make an address of a name that no other body has."""
    base = slugify(name)[:LONGEST_SLUG] or "organ"
    taken = {*Body.objects.filter(slug__startswith=base).values_list("slug", flat=True), *RESERVED}
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def create(
    *,
    name: str,
    kind: BodyKind,
    territory: Territory,
    by: Person,
    now: dt.datetime,
    short_name: str = "",
    about: str = "",
    starts_on: dt.date | None = None,
    parent: Body | None = None,
    organiser: Person | None = None,
) -> Body:
    """Write a body down; its address is made of its name and never changes.

    Raises Refused when somebody has just written down a body of the same name.
    """
    body = Body(
        name=name,
        kind=kind,
        territory=territory,
        short_name=short_name,
        about=about,
        starts_on=starts_on,
        parent=parent,
        organiser=organiser,
    )
    body.slug = free_slug(name)
    try:
        with transaction.atomic():
            body.save()
    except IntegrityError as error:
        raise Refused(_("Orgán téhož názvu právě zapsal někdo jiný.")) from error
    journal.record(body, "body.created", by=by, at=now, data={"kind": kind, "territory": territory.pk})
    return body


@transaction.atomic
def describe(
    *,
    body: Body,
    name: str,
    by: Person,
    now: dt.datetime,
    read_at: int,
    short_name: str = "",
    about: str = "",
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    parent: Body | None = None,
    organiser: Person | None = None,
) -> Body:
    """Change what is said about a body.

    Raises Refused when it would end before it began or stand above itself, Stale when somebody else wrote
    meanwhile.
    """
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused(_("Orgán nemůže zaniknout dřív, než vznikl."))
    row = Body.objects.select_for_update().get(pk=body.pk)
    if row.revision != read_at:
        raise Stale(yours=f"{name}\n{short_name}\n{about}", current=f"{row.name}\n{row.about}")
    check_parent(row, parent)
    row.name, row.short_name, row.about = name, short_name, about
    row.starts_on, row.ends_on = starts_on, ends_on
    row.parent, row.organiser = parent, organiser
    row.revision += 1
    row.save()
    data = {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "parent": parent.pk if parent else None,
        "organiser": organiser.pk if organiser else None,
    }
    journal.record(row, "body.described", by=by, at=now, data=data)
    return row


def check_parent(body: Body, parent: Body | None) -> None:
    """Refuse a body that would be a part of itself, however many bodies lie between."""
    above = parent
    while above is not None:
        if above.pk == body.pk:
            raise Refused(_("Orgán nemůže být součástí sebe sama."))
        above = above.parent
