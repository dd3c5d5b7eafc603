"""People, places and roles for tests; every function makes one thing, with defaults that fit."""

from datetime import UTC, date, datetime
from itertools import count

from people.enums import OrganisationKind, Role, TerritoryKind
from people.models import Appointment, Letter, Organisation, Person, Territory

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
numbers = count(1)


def person(email: str = "", **fields) -> Person:
    number = next(numbers)
    values = {"first_name": "Eva", "last_name": f"Součková {number}", **fields}
    if values.get("is_active") is False:
        values.setdefault("deactivated_at", NOW)
    return Person.objects.create_user(email or f"osoba{number}@triada.test", **values)


def region(name: str = "Liberecký kraj", **fields) -> Territory:
    return territory(name, kind=TerritoryKind.REGION, **fields)


def territory(name: str = "", *, kind: str = TerritoryKind.MUNICIPALITY, **fields) -> Territory:
    """Make a territory; one that is not a region gets a region of its own unless one is given."""
    number = next(numbers)
    if kind != TerritoryKind.REGION and "region" not in fields:
        fields["region"] = region(f"Kraj {number}")
    return Territory.objects.create(
        kind=kind, name=name or f"Obec {number}", slug=fields.pop("slug", f"uzemi-{number}"), **fields
    )


def organisation(name: str = "", **fields) -> Organisation:
    values = {"kind": OrganisationKind.PROVIDER, **fields}
    return Organisation.objects.create(name=name or f"Organizace {next(numbers)}", **values)


def appointment(
    who: Person,
    role: str,
    where: Territory,
    starts_on: date = date(2020, 1, 1),
    ends_on: date | None = None,
    **fields,
) -> Appointment:
    """Appoint somebody; the cached list of appointments of `who` is forgotten."""
    who.__dict__.pop("all_appointments", None)
    return Appointment.objects.create(
        person=who, role=role, territory=where, starts_on=starts_on, ends_on=ends_on, **fields
    )


def coordinator(where: Territory, **fields) -> Person:
    who = person(**fields)
    appointment(who, Role.COORDINATOR, where)
    return who


def administrator(where: Territory, **fields) -> Person:
    who = person(**fields)
    appointment(who, Role.ADMINISTRATOR, where)
    return who


def letter(who: Person, **fields) -> Letter:
    """Make the row of a letter that waits to be sent, unless `state` says otherwise."""
    number = next(numbers)
    values = {
        "key": f"dopis-{number}",
        "message_id": f"<{number}@triada.test>",
        "person": who,
        "to_address": who.email,
        "to_name": who.name,
        "subject": f"Dopis {number}",
        "text": "Dobrý den.\n",
        "cause_kind": who.journal_kind,
        "cause_id": who.pk,
        "written_at": NOW,
        "next_at": NOW,
    }
    return Letter.objects.create(**{**values, **fields})
