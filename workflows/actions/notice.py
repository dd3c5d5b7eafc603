"""People are asked about the version before the councils, and councillors take notice of it.

None of it is a vote: a collective body decides only in session.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from documents import letters
from documents.actions import confirmation as confirmations
from documents.enums import ConfirmationKind, ConfirmationState
from documents.models import Confirmation, Version
from documents.validators import plain_text
from people import journal
from people.errors import Gone, Refused, Stale
from people.models import Person
from workflows.actions import move
from workflows.enums import EditionState
from workflows.models import Edition
from workflows.queries.approval import last_version

ALIVE = (ConfirmationState.REQUESTED, ConfirmationState.CONFIRMED, ConfirmationState.DECLINED)


@transaction.atomic
def ask(
    *,
    edition: Edition,
    kind: ConfirmationKind,
    people: Sequence[Person],
    capacity: str,
    due_on: dt.date | None,
    by: Person,
    now: dt.datetime,
) -> list[Confirmation]:
    """Ask named people to release, state or take notice of the version before the councils.

    Whoever was asked about it already is not asked again. Returns the new requests. Raises Gone when the
    edition is not before the councils, Refused when nobody is named.
    """
    if not people:
        raise Refused(_("Vyberte, koho se zeptat."))
    version = before_councils(edition)
    asked = set(version.confirmations.filter(kind=kind, state__in=ALIVE).values_list("person_id", flat=True))
    return [
        confirmations.ask(
            version=version, kind=kind, person=person, capacity=capacity, due_on=due_on, by=by, now=now
        )
        for person in people
        if person.pk not in asked
    ]


@transaction.atomic
def take(
    *,
    edition: Edition,
    digest: str,
    by: Person,
    now: dt.datetime,
    question: str = "",
    counterproposal: str = "",
) -> Confirmation:
    """Take notice of the version that was shown, with a question or a counter-proposal if there is one.

    A councillor who was not asked asks themself; one who has taken notice may still add a question.
    Raises Stale when another version was shown, Gone when the edition is not before the councils.
    """
    version = before_councils(edition)
    if digest != version.digest:
        raise Stale(
            yours="\n\n".join(part for part in (question, counterproposal) if part),
            message=_("Mezitím byla předložena nová verze. Přečtěte si ji prosím a potvrďte znovu."),
        )
    rows = Confirmation.objects.filter(version=version, kind=ConfirmationKind.NOTICE, person=by)
    held = rows.filter(state__in=ALIVE).first()
    if held is not None and held.state != ConfirmationState.REQUESTED:
        return add(held, edition, question=question, counterproposal=counterproposal, by=by, now=now)
    was_asked = held is not None and held.requested_by is not None
    held = held or ask_oneself(version, by, now)
    held = confirmations.confirm(
        confirmation=held,
        digest=digest,
        by=by,
        now=now,
        question=question,
        counterproposal=counterproposal,
    )
    if not was_asked and (held.question or held.counterproposal):
        tell(held, edition, now)
    return held


def ask_oneself(version: Version, person: Person, now: dt.datetime) -> Confirmation:
    """Ask a councillor whom nobody asked."""
    return confirmations.ask(
        version=version,
        kind=ConfirmationKind.NOTICE,
        person=person,
        capacity=_("člen/ka zastupitelstva nebo rady"),
        due_on=None,
        by=None,
        now=now,
    )


def add(
    held: Confirmation, edition: Edition, *, question: str, counterproposal: str, by: Person, now: dt.datetime
) -> Confirmation:
    """Add to what a councillor has said before; nothing said earlier is lost.

    Raises Gone when there is nothing to add: the notice was taken already.
    """
    question, counterproposal = plain_text(question), plain_text(counterproposal)
    if not (question or counterproposal):
        raise Gone(_("Seznámení s touto verzí už je zapsané."))
    held.question = "\n\n".join(part for part in (held.question, question) if part)
    held.counterproposal = "\n\n".join(part for part in (held.counterproposal, counterproposal) if part)
    held.save(update_fields=["question", "counterproposal"])
    said = {"question": question, "counterproposal": counterproposal}
    personal = {name: text for name, text in said.items() if text}
    journal.record(held, "confirmation.asked_more", by=by, at=now, personal=personal)
    tell(held, edition, now)
    return held


def tell(held: Confirmation, edition: Edition, now: dt.datetime) -> None:
    """Let whoever runs the plan know that a councillor asks."""
    runs = edition.plan.deputy or edition.plan.coordinator
    if runs is not None:
        letters.question_asked(confirmation=held, to=runs, now=now)


def before_councils(edition: Edition) -> Version:
    """Lock the edition and return the version that lies before the councils."""
    row = move.locked(edition)
    version = last_version(row)
    if row.state != EditionState.COUNCIL_APPROVAL or version is None:
        raise Gone(_("Znění teď není ve schvalování."))
    return version
