"""One asked organisation or municipality: what it writes, how it answers, who answers for it.

Lock order, always: round → request → plan → reports → viewflow process → journal head.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from documents.actions import file as files
from documents.enums import Channel
from people import journal, post
from people.actions import link as links
from people.actions import person as persons
from people.errors import Gone, Refused
from people.models import Alias, Person
from workflows import letters
from workflows.actions import report
from workflows.actions.inputs import locked_open
from workflows.enums import InputPurpose, InputRequestState, ProposalOutcome
from workflows.flows import inputs as errand
from workflows.models import InputRequest, InputRound, Proposal

if TYPE_CHECKING:
    from django.core.files.base import File as Upload

# A form of a hundred items with long texts; more was not typed by a person
LONGEST = 1_000_000
PARTS = ("person", "organisation", "territory")


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of what was typed: kept as it is, or kept beside what somebody else typed."""

    request: InputRequest
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class Proposed:
    """What somebody wants in the plan; money as it is stored: source, municipality, amount."""

    title: str
    text: str = ""
    key: UUID | None = None
    money: Sequence[Mapping[str, Any]] = ()


def locked(request: InputRequest) -> tuple[InputRound, InputRequest]:
    """Lock the round, then the request, and read both again. Raises Gone when the round is closed."""
    held = locked_open(request.round)
    InputRequest.objects.select_for_update().get(pk=request.pk)
    found = InputRequest.objects.select_related(*PARTS).get(pk=request.pk)
    found.round = held
    return held, found


def locked_awaited(request: InputRequest) -> tuple[InputRound, InputRequest]:
    """Lock a request whose answer is awaited. Raises Gone when it is not."""
    held, found = locked(request)
    if not found.is_open:
        raise Gone(_("Odpověď už byla odeslána nebo se na ni nečeká."))
    return held, found


@transaction.atomic
def save_typed(
    *,
    request: InputRequest,
    fields: Mapping[str, str],
    read_at: int,
    writer: str,
    by: Person | None,
    now: dt.datetime,
    settled: Collection[int] = (),
) -> Saved:
    """Keep a form as it is being written.

    When somebody else wrote meanwhile, nothing is lost: what is kept stays and what differs from it is
    put beside. `writer` is the open page; what it saved last is never in conflict with itself. `settled`
    are the texts beside that the writer has dealt with. Raises Gone when no answer is awaited.
    """
    held, request = locked_awaited(request)
    if sum(len(name) + len(value) for name, value in fields.items()) > LONGEST:
        raise Refused(_("Text je příliš dlouhý, přiložte ho prosím jako soubor."))
    typed = request.typed
    kept, beside = typed.get("fields", {}), list(typed.get("beside", []))
    if read_at != request.revision and typed.get("writer") != writer and kept != fields:
        changed = {name: value for name, value in fields.items() if kept.get(name, "") != value}
        if changed and not any(one["fields"] == changed for one in beside):
            beside.append({"fields": changed, "at": now.isoformat(), "is_settled": False})
            request.typed = {**typed, "beside": beside}
            request.save(update_fields=["typed"])
        return Saved(request, is_conflict=bool(changed))
    for number, one in enumerate(beside):
        one["is_settled"] = one["is_settled"] or number in settled
    request.typed = {"fields": dict(fields), "writer": writer, "at": now.isoformat(), "beside": beside}
    request.revision += 1
    if request.state == InputRequestState.ASKED:
        request.start()
        request.started_at = now
        journal.record(request, "input.started", by=by, at=now, data={"round": held.pk})
    request.save()
    return Saved(request)


@transaction.atomic
def answer(
    *,
    request: InputRequest,
    by: Person | None,
    now: dt.datetime,
    reports: Sequence[Mapping[str, Any]] = (),
    proposals: Sequence[Proposed] = (),
) -> InputRequest:
    """Send an answer by the form; `by` is nobody when the link went to an organisation's own address.

    Reports are what `report.write` takes of each item. A letter confirms what was said. Raises Gone when
    it was answered meanwhile or the round has ended.
    """
    held, request = locked_awaited(request)
    said_by = ", ".join(word for word in (by.name if by else "", request.asked) if word)
    write(held, request, reports, proposals, said_by=said_by, by=by, now=now)
    request.channel = Channel.FORM
    end(request, by=by, now=now)
    data = {"round": held.pk, "reports": len(reports), "proposals": len(proposals)}
    journal.record(request, "input.answered", by=by, at=now, data=data)
    letters.input_received(held=held, request=request, said_by=said_by, by=by, now=now)
    return request


@transaction.atomic
def record_for(
    *,
    request: InputRequest,
    channel: Channel,
    said_by: str,
    by: Person,
    now: dt.datetime,
    reports: Sequence[Mapping[str, Any]] = (),
    proposals: Sequence[Proposed] = (),
    evidence: "Upload[bytes] | None" = None,
    evidence_note: str = "",
) -> InputRequest:
    """Type in what somebody said by phone, on paper or in a message; who has an address gets a copy.

    Raises Refused without saying who said it and what proves it, Gone when it was answered meanwhile.
    """
    if not said_by.strip():
        raise Refused(_("Napište, kdo za tázaného odpověděl."))
    if not (evidence or evidence_note.strip()):
        raise Refused(_("Zapisujete za někoho jiného: uveďte, čím je odpověď doložena."))
    held, request = locked_awaited(request)
    if evidence:
        request.evidence = files.keep(holder=request, upload=evidence, by=by, now=now)
    write(held, request, reports, proposals, said_by=said_by.strip(), channel=channel, by=by, now=now)
    request.channel = channel
    end(request, by=by, now=now)
    data = {"round": held.pk, "channel": str(channel), "reports": len(reports), "proposals": len(proposals)}
    personal = {"said_by": said_by.strip(), "evidence": evidence_note.strip()}
    journal.record(request, "input.recorded", by=by, at=now, data=data, personal=personal)
    letters.input_received(held=held, request=request, said_by=said_by.strip(), by=by, now=now)
    return request


def write(
    held: InputRound,
    request: InputRequest,
    reports: Sequence[Mapping[str, Any]],
    proposals: Sequence[Proposed],
    *,
    said_by: str,
    by: Person | None,
    now: dt.datetime,
    channel: Channel = Channel.FORM,
) -> None:
    """Write what was answered; proposals that were dealt with before the answer was reopened stay."""
    if held.purpose == InputPurpose.REPORTS:
        common: dict[str, Any] = {"plan": held.plan, "year": held.year, "request": request}
        for said in reports:
            report.write(**common, channel=channel, said_by=said_by, by=by, now=now, **said)
        return
    request.proposals.filter(outcome=ProposalOutcome.OPEN).delete()
    Proposal.objects.bulk_create(
        Proposal(request=request, title=one.title, text=one.text, key=one.key, money=list(one.money))
        for one in proposals
    )


def end(request: InputRequest, *, by: Person | None, now: dt.datetime) -> None:
    """Close the question: the errand is done and no letter about it leaves any more."""
    request.answer()
    request.answered_at, request.answered_by = now, by
    # What stands beside was somebody's text too; the rest is in reports and proposals now.
    request.typed = {"beside": beside} if (beside := request.typed.get("beside")) else {}
    request.revision += 1
    request.save()
    errand.settle(request, by)
    post.drop(request, now)


@transaction.atomic
def excuse(*, request: InputRequest, reason: str, by: Person, now: dt.datetime) -> InputRequest:
    """Wait no longer for an answer: the implementer ceased to exist, or has nothing to say. They are told."""
    if not reason.strip():
        raise Refused(_("Napište, proč se na odpověď už nečeká."))
    held, request = locked_awaited(request)
    request.pardon()
    request.answered_at, request.answered_by, request.excuse = now, by, reason.strip()
    request.revision += 1
    request.save()
    errand.settle(request, by)
    post.drop(request, now)
    links.revoke_for(request, now)
    personal = {"reason": request.excuse}
    journal.record(request, "input.excused", by=by, at=now, data={"round": held.pk}, personal=personal)
    letters.input_excused(held=held, request=request, now=now)
    return request


@transaction.atomic
def reopen(
    *, request: InputRequest, by: Person | None, now: dt.datetime, is_told: bool = False
) -> InputRequest:
    """Let an answer be changed while the round is open, or await again somebody who was excused.

    `is_told` sends a letter with a new link: the office asks, not whoever answered.
    Raises Gone when the answer is awaited already or the round is closed.
    """
    held, request = locked(request)
    if request.is_open:
        raise Gone(_("Na odpověď se už čeká."))
    if request.state == InputRequestState.EXCUSED:
        request.await_again()
    else:
        request.reopen()
    request.answered_at, request.answered_by, request.excuse = None, None, ""
    request.revision += 1
    request.save()
    errand.ask_again(held, [request])
    journal.record(request, "input.reopened", by=by, at=now, data={"round": held.pk})
    if is_told:
        letters.input_asked(held=held, requests=[request], by=by, now=now)
    return request


@transaction.atomic
def hand_over(
    *,
    request: InputRequest,
    first_name: str,
    last_name: str,
    email: str,
    by: Person | None,
    now: dt.datetime,
) -> InputRequest:
    """Let a colleague answer, known by name and address; what was written waits for them.

    Links sent before stop working. Raises Refused for somebody who has left or who is asked already.
    """
    held, request = locked_awaited(request)
    person = known(email) or persons.add(
        email=email, first_name=first_name.strip(), last_name=last_name.strip(), by=by, now=now
    )
    if not person.is_active:
        raise Refused(_("%(name)s už v Triádě nepůsobí.") % {"name": person.name})
    if person.pk == request.person_id:
        raise Refused(_("Odpověď už má na starosti %(name)s.") % {"name": person.name})
    before = by.name if by else request.asked
    request.person = person
    request.reminded_at = None
    request.revision += 1
    request.save()
    links.revoke_for(request, now)
    post.drop(request, now)
    errand.hand_over(request, person)
    data = {"round": held.pk, "person": person.pk}
    journal.record(request, "input.handed_over", by=by, at=now, data=data, personal={"name": person.name})
    letters.input_handed_over(held=held, request=request, before=before, by=by, now=now)
    return request


def known(email: str) -> Person | None:
    """Return the person known under an address, their own or another."""
    address = email.strip().lower()
    alias = Alias.objects.select_related("person").filter(address=address).first()
    return alias.person if alias else Person.objects.filter(email=address).first()
