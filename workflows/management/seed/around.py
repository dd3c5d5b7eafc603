"""What happens around the meetings of the demo: rounds per rollam, a poll, the backlog, needs, mail."""

import datetime as dt
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from bodies.actions import agenda, answer, per_rollam, poll
from bodies.enums import ItemPurpose, PollChoice
from bodies.models import Round
from bodies.queries.address import address_of
from people.actions import inbound
from people.models import Person
from workflows.management.seed.cast import Cast
from workflows.management.seed.moments import tale
from workflows.management.seed.story import post_letters_of

Told = dict[str, Any]


def tell_all(cast: Cast) -> None:
    told = tale("around_meetings.json")
    for row in told["rounds"]:
        vote_outside(cast, row)
    for row in told["polls"]:
        look_for_a_day(cast, row)
    for row in told["backlog"]:
        put_aside(cast, row)
    for row in told["needs"]:
        needs = {name: value for name, value in row.items() if name != "person"}
        now = cast.moments.at("2026-09-15 10:00")
        answer.state_needs(person=cast.people[row["person"]], now=now, **needs)
    for row in told["mail"]:
        receive(cast, row)


def vote_outside(cast: Cast, row: Told) -> None:
    """Hold a vote outside of a meeting; one whose term has passed is closed."""
    by, now = cast.people[row["by"]], cast.moments.at(row["on"])
    closes_at = cast.moments.at(row["closes"])
    question = per_rollam.Question(
        title=row["title"], wording=row["wording"], reasons=row["reasons"], closes_at=closes_at
    )
    held = per_rollam.draft(body=cast.bodies[row["body"]], question=question, by=by, now=now)
    held = per_rollam.open_round(held=held, by=by, now=now)
    for who, choice, on in row["votes"]:
        vote = held.votes.get(person=cast.people[who])
        post_letters_of(vote)
        per_rollam.vote(ballot=vote, choice=choice, by=vote.person, now=cast.moments.at(on))
    if closes_at.date() < cast.moments.today:
        per_rollam.close(held=Round.objects.get(pk=held.pk), by=None, now=closes_at)


def look_for_a_day(cast: Cast, row: Told) -> None:
    spans = [
        (cast.moments.at(f"{day} {begin}"), cast.moments.at(f"{day} {end}"))
        for day, begin, end in row["options"]
    ]
    by, now = cast.people[row["by"]], cast.moments.at(row["on"])
    made = poll.open(
        body=cast.bodies[row["body"]],
        title=row["title"],
        note=row["note"],
        options=spans,
        closes_on=cast.moments.day(row["closes"]),
        by=by,
        now=now,
    )
    options = list(made.options.order_by("starts_at"))
    for who, said in row["votes"].items():
        choices = {option.pk: PollChoice(one) for option, one in zip(options, said, strict=True)}
        person = cast.people[who]
        poll.vote(poll=made, person=person, choices=choices, by=person, now=now + dt.timedelta(days=1))


def put_aside(cast: Cast, row: Told) -> None:
    """Put an item into the backlog of a body."""
    agenda.add(
        body=cast.bodies[row["body"]],
        title=row["title"],
        purpose=ItemPurpose(row["purpose"]),
        minutes=row["minutes"],
        presenter=cast.people[row["presenter"]],
        by=cast.people[row["by"]],
        now=cast.moments.at(row["on"]),
    )


def receive(cast: Cast, row: Told) -> None:
    """Let a message come that only a person can understand."""
    message = EmailMessage()
    message["From"], message["Subject"] = row["from"], row["subject"]
    message["To"] = addressee(cast, row)
    now = cast.moments.at(row["on"])
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{now:%Y%m%d%H%M}@posta.test>"
    message.set_content(row["text"])
    inbound.store(raw=message.as_bytes(), source="lmtp", envelope_to=message["To"], now=now)
    inbound.process(now=now)


def addressee(cast: Cast, row: Told) -> str:
    """Return the address to which the message came: that of an invitation, or of the whole office."""
    person: Person | None = cast.person(row["to"])
    meeting = cast.meetings[row["meeting"]]
    if person is None:
        return str(address_of(meeting.participants.all()[0])).replace("+", "+x")
    return str(address_of(meeting.participants.get(person=person)))
