"""People of the demo, what they are appointed to, the bodies and who sits in them."""

import datetime as dt
from typing import Any

from django.contrib.auth.hashers import make_password

from bodies.enums import BodyKind, OutputWord
from bodies.models import Body, Mandate, Meeting, Seat, StandingOrders
from bodies.queries.standing_orders import profile
from people.enums import Side
from people.models import Appointment, Person
from workflows.management.seed.cast import Cast
from workflows.management.seed.moments import table, tale

PROFILE_OF = {BodyKind.ASSEMBLY: "obec-zastupitelstvo", BodyKind.BOARD: "obec-rada"}
OWN_RULES = ("numbering", "papers_days", "source", "remote", "per_rollam", "quorum", "is_public")
PASSWORD = "ukazka-triady"  # noqa: S105 - printed on the screen of the demo, good for nothing else


def build(cast: Cast) -> None:
    add_people(cast)
    add_appointments(cast)
    for row in tale("bodies.json"):
        add_body(cast, row)
    add_college(cast)
    add_town_councils(cast)


def add_people(cast: Cast) -> None:
    """Make everybody; those of `--who` share one password, the others sign in by a code from the mail."""
    shared = make_password(PASSWORD)
    nobody = make_password(None)
    signing_in = {row["person"] for row in table("who.csv")}
    Person.objects.bulk_create(
        Person(
            email=row["email"],
            title_before=row["before"],
            first_name=row["first"],
            last_name=row["last"],
            title_after=row["after"],
            phone=row["phone"],
            password=shared if row["key"] in signing_in else nobody,
        )
        for row in table("people.csv")
    )
    by_email = {person.email: person for person in Person.objects.all()}
    cast.people = {row["key"]: by_email[row["email"]] for row in table("people.csv")}


def add_appointments(cast: Cast) -> None:
    for row in table("appointments.csv"):
        Appointment.objects.create(
            person=cast.people[row["person"]],
            role=row["role"],
            territory=cast.places[row["territory"]],
            starts_on=cast.moments.day(row["starts_on"]),
            ends_on=cast.moments.day_or_none(row["ends_on"]),
            note=row["note"],
        )


def add_body(cast: Cast, row: dict[str, Any]) -> Body:
    """Make a body with its standing orders, seats, mandates and sessions."""
    body = Body.objects.create(
        name=row["name"],
        short_name=row.get("short", ""),
        slug=row["slug"],
        kind=row["kind"],
        territory=cast.places[row["territory"]],
        parent=cast.bodies.get(row.get("parent", "")),
        organiser=cast.person(row.get("organiser")),
        starts_on=cast.moments.day_or_none(row.get("starts_on")),
        about=row.get("about", ""),
    )
    cast.bodies[body.slug] = body
    add_orders(cast, body, row.get("orders", []))
    for order, seat in enumerate(row.get("seats", []), 1):
        add_seat(cast, body, order, seat)
    for session in row.get("meetings", []):
        add_meeting(cast, body, session)
    return body


def add_orders(cast: Cast, body: Body, orders: list[dict[str, Any]]) -> None:
    """Write the rules of a body: a shipped example with what is its own."""
    for rules in orders:
        example = profile(rules.get("profile", ""))
        own = {name: value for name, value in rules.items() if name in OWN_RULES}
        values = {
            "output_word": rules.get("output", OutputWord.RESOLUTION),
            "checked_on": cast.moments.day_or_none(rules.get("checked_on")),
            **own,
        }
        StandingOrders.objects.create(
            body=body,
            valid_from=dt.date.fromisoformat(rules["valid_from"]),
            **{**(example.rules if example else {}), **values},
        )


def add_seat(cast: Cast, body: Body, order: int, row: dict[str, Any]) -> Seat:
    """Make a seat, which follows an office, and everybody who has held it."""
    seat = Seat.objects.create(
        body=body,
        label=row["label"],
        side=row.get("side", ""),
        organisation=cast.organisations.get(row.get("organisation", "")),
        is_voting=row.get("voting", True),
        takes_any_deputy=row.get("any_deputy", False),
        function=row.get("function", ""),
        order=order,
    )
    for holder in row.get("holders", []):
        Mandate.objects.create(
            seat=seat,
            person=cast.people[holder["person"]],
            is_substitute=holder.get("substitute", False),
            starts_on=cast.moments.day(holder["from"]),
            ends_on=cast.moments.day_or_none(holder.get("to")),
            appointed_by=holder.get("by", ""),
            may_name_publicly=holder.get("named", False),
        )
    return seat


def add_meeting(cast: Cast, body: Body, row: dict[str, str]) -> None:
    Meeting.objects.create(
        body=body,
        held_on=cast.moments.day(row["on"]),
        papers_due_on=cast.moments.day(row["papers"]),
        place=row.get("place", ""),
    )


def add_college(cast: Cast) -> None:
    """Make the 21 seats of K 21: one for each municipality of type II and III, whoever is its mayor."""
    mayors = {row["municipality"]: row for row in table("k21.csv")}
    body = cast.bodies["k21"]
    for order, row in enumerate(table("liberec_territories.csv"), 1):
        holder = mayors[row["name"]]
        seat: dict[str, Any] = {
            "label": f"starosta nebo věcně příslušný místostarosta města {row['name']}",
            "side": Side.COMMISSIONERS,
            "any_deputy": True,
            "holders": [{"person": holder["person"], "from": holder["from"], "by": "z titulu funkce"}],
        }
        if holder["substitute"]:
            seat["holders"].append(
                {"person": holder["substitute"], "from": holder["from"], "substitute": True}
            )
        if holder["before"]:
            ended = dt.date.fromisoformat(holder["from"]) - dt.timedelta(days=1)
            past = {"person": holder["before"], "from": "2018-11-01", "to": str(ended)}
            seat["holders"].append(past)
        made = add_seat(cast, body, order, seat)
        made.organisation = next(
            o for o in cast.organisations.values() if o.territory and o.territory.name == row["name"]
        )
        made.save(update_fields=["organisation"])


def add_town_councils(cast: Cast) -> None:
    """Make the councils of other towns; a village under 15 members has no rada (§ 99 (3) of Act 128/2000)."""
    for row in table("town_councils.csv"):
        add_town_council(cast, row, BodyKind.ASSEMBLY, "Zastupitelstvo")
        if row["rada"] == "yes":
            add_town_council(cast, row, BodyKind.BOARD, "Rada")


def add_town_council(cast: Cast, row: dict[str, str], kind: BodyKind, word: str) -> None:
    holders = []
    if row["mayor"]:
        by = f"Zastupitelstvo {row['genitive']}"
        holders.append({"person": row["mayor"], "from": "2022-10-20", "by": by})
    add_body(
        cast,
        {
            "slug": f"{word.lower()}-{row['territory']}",
            "name": f"{word} {row['genitive']}",
            "kind": kind,
            "territory": row["territory"],
            "orders": [
                {
                    "valid_from": "2006-11-01",
                    "profile": PROFILE_OF[kind],
                    "numbering": row["numbering"].replace("{w}", word[0]),
                }
            ],
            "seats": [{"label": "starosta/starostka", "function": "předsedající", "holders": holders}],
            "meetings": [{"on": row["session"], "papers": row["papers"]}]
            if row["session"] and kind == BodyKind.ASSEMBLY
            else [],
        },
    )
