"""Letters to those who are asked for reports and proposals."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from documents.enums import Channel
from people.actions import link as links
from people.models import AccessLink, Person
from people.post import Message, write_all
from workflows.enums import InputPurpose
from workflows.letters.edition import AFTER_TERM, FOLDER, day, end_of
from workflows.models import InputRequest, InputRound, Proposal
from workflows.queries.inputs import Shown, named, shown

INPUT = "input"


def address_of(request: InputRequest) -> str:
    """Return where a letter about a request goes when no person is known; "" is printed on paper."""
    return request.organisation.email if request.organisation else ""


def reachable(requests: Sequence[InputRequest]) -> list[InputRequest]:
    return [one for one in requests if one.person or address_of(one)]


def issued(requests: Sequence[InputRequest], by: Person | None, now: dt.datetime) -> dict[int, AccessLink]:
    """Issue a personal link for each request, all by one query."""
    made = [
        links.draw(
            purpose=INPUT,
            subject=one,
            person=one.person,
            address="" if one.person else address_of(one),
            expires_at=end_of(one.due_on) + AFTER_TERM,
            by=by,
            now=now,
        )
        for one in requests
    ]
    links.issue_all(made)
    return {one.pk: link for one, link in zip(requests, made, strict=True)}


def context_of(held: InputRound, request: InputRequest, **more: Any) -> dict[str, Any]:
    runs = held.plan.deputy or held.plan.coordinator
    return {
        "title": held.plan.title,
        "year": held.year,
        "is_reports": held.purpose == InputPurpose.REPORTS,
        "asked": request.asked,
        "due": day(request.due_on),
        "note": held.note,
        "contact": f"{runs.name}, {runs.email}" if runs else "",
        **more,
    }


def write_to(
    template: str,
    key: str,
    held: InputRound,
    requests: Sequence[InputRequest],
    now: dt.datetime,
    *,
    opened: Mapping[int, AccessLink] | None = None,
    **context: Any,
) -> None:
    """Write the same letter about many requests; without `opened` it leads nowhere."""
    links_of = opened or {}
    write_all(
        [
            Message(
                key=f"{key}:{one.pk}",
                template=f"{FOLDER}/{template}",
                cause=one,
                to_person=one.person,
                to_address="" if one.person else address_of(one),
                to_name="" if one.person else one.asked,
                territory=held.plan.territory,
                context=context_of(held, one, link=links_of.get(one.pk), **context),
            )
            for one in requests
        ],
        now=now,
    )


def input_asked(
    *, held: InputRound, requests: Sequence[InputRequest], by: Person | None, now: dt.datetime
) -> None:
    """Ask for reports or proposals by a personal link that needs no account."""
    told = reachable(requests)
    key = f"input-asked-{now:%Y%m%d%H%M%S}"
    write_to("input_asked", key, held, told, now, opened=issued(told, by, now))


def input_reminded(
    *, held: InputRound, requests: Sequence[InputRequest], by: Person | None, now: dt.datetime
) -> None:
    """Remind those who have not answered; on one day once."""
    told = reachable(requests)
    write_to("input_reminded", f"input-reminded-{now:%Y%m%d}", held, told, now, opened=issued(told, by, now))


def input_extended(
    *,
    held: InputRound,
    requests: Sequence[InputRequest],
    before: dt.date,
    note: str,
    by: Person | None,
    now: dt.datetime,
) -> None:
    """Tell those who have not answered that they have more time."""
    told = reachable(requests)
    key = f"input-extended-{now:%Y%m%d%H%M%S}"
    opened = issued(told, by, now)
    write_to("input_extended", key, held, told, now, opened=opened, before=day(before), note=note)


def input_received(
    *, held: InputRound, request: InputRequest, said_by: str, by: Person | None, now: dt.datetime
) -> None:
    """Confirm an answer with a copy of what was said; whoever has no address gets none."""
    told = reachable([request])
    if not told:
        return
    reports = list(request.reports.order_by("pk"))
    items = named(held.plan, [one.key for one in reports])
    context = {
        "is_recorded": request.channel != Channel.FORM,
        "said_by": said_by,
        "reports": [(items.get(one.key), one) for one in reports],
        "proposals": shown(held.plan, list(request.proposals.order_by("pk"))),
    }
    key = f"input-received-{now:%Y%m%d%H%M%S}-{request.revision}"
    write_to("input_received", key, held, told, now, opened=issued(told, by, now), **context)


def proposals_settled(*, held: InputRound, settled: Sequence[Proposal], now: dt.datetime) -> None:
    """Tell everybody who proposed something in a round what became of it, each by one letter."""
    by_reader: dict[str, list[Shown]] = {}
    for one in shown(held.plan, settled):
        by_reader.setdefault(reader_of(one.proposal.request), []).append(one)
    messages = []
    for reader, rows in by_reader.items():
        request = rows[0].proposal.request
        asked = ", ".join(dict.fromkeys(one.proposal.request.asked for one in rows))
        message = Message(
            key=f"proposals-settled-{now:%Y%m%d%H%M%S}:{held.pk}:{reader}",
            template=f"{FOLDER}/proposals_settled",
            cause=held,
            to_person=request.person,
            to_address="" if request.person else address_of(request),
            to_name="" if request.person else asked,
            territory=held.plan.territory,
            context=context_of(held, request, proposals=rows, asked=asked),
        )
        messages.append(message)
    write_all(messages, now=now)


def reader_of(request: InputRequest) -> str:
    """Name who reads the letters about a request: a person, or an organisation's own address."""
    return str(request.person_id or address_of(request).lower())


def input_handed_over(
    *, held: InputRound, request: InputRequest, before: str, by: Person | None, now: dt.datetime
) -> None:
    """Ask the colleague to whom somebody handed the answer over; what was written waits for them."""
    told = reachable([request])
    key = f"input-handed-over-{now:%Y%m%d%H%M%S}"
    opened = issued(told, by, now)
    context = {"before": before, "is_begun": request.is_begun}
    write_to("input_handed_over", key, held, told, now, opened=opened, **context)


def input_excused(*, held: InputRound, request: InputRequest, now: dt.datetime) -> None:
    """Tell whoever was asked that their answer is no longer awaited."""
    key = f"input-excused-{now:%Y%m%d%H%M%S}"
    write_to("input_excused", key, held, reachable([request]), now, reason=request.excuse)


def input_closed(*, held: InputRound, requests: Sequence[InputRequest], now: dt.datetime) -> None:
    """Tell those who have not answered that the gathering is over."""
    write_to("input_closed", "input-closed", held, reachable(requests), now)
