"""What named people confirm about a frozen version; none of it is a vote of a collective body."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import letters
from documents.enums import ConfirmationKind, ConfirmationState
from documents.models import Confirmation, Document, Version
from documents.signals import confirmation_answered
from documents.validators import plain_text
from people import journal, post
from people.actions import link as links
from people.errors import Gone, Refused, Stale
from people.models import AccessLink, Person

PURPOSE = "confirmation"
ALIVE = (ConfirmationState.REQUESTED, ConfirmationState.CONFIRMED, ConfirmationState.DECLINED)
# A link outlives the term, so that a late answer is still one click; what ends it is the end of the matter.
AFTER_TERM = dt.timedelta(days=60)
WITHOUT_TERM = dt.timedelta(days=180)


@transaction.atomic
def ask(
    *,
    version: Version,
    kind: ConfirmationKind,
    person: Person,
    capacity: str,
    due_on: dt.date | None,
    by: Person | None,
    now: dt.datetime,
) -> Confirmation:
    """Ask a person to confirm a version and write the letter with a personal link.

    Whoever was asked for the same version already is not asked again. Raises Refused for a person who
    is no longer active.
    """
    version = Version.objects.select_for_update(of=("self",)).select_related("document").get(pk=version.pk)
    alive = Confirmation.objects.filter(version=version, kind=kind, person=person, state__in=ALIVE).first()
    if alive is not None:
        return alive
    if not person.is_active:
        raise Refused(_("%(name)s už v systému není, vyberte někoho jiného.") % {"name": person.name})
    confirmation = Confirmation.objects.create(
        version=version,
        digest=version.digest,
        kind=kind,
        person=person,
        capacity=capacity,
        requested_at=now,
        requested_by=by,
        due_on=due_on,
    )
    journal.record(
        confirmation,
        "confirmation.asked",
        by=by,
        at=now,
        data={"kind": kind, "version": version.number, "person": person.pk, "due_on": due_on},
    )
    letters.confirmation_asked(confirmation=confirmation, link=link_to(confirmation, by, now), now=now)
    return confirmation


def link_to(confirmation: Confirmation, by: Person | None, now: dt.datetime) -> AccessLink:
    """Issue the personal link by which the person answers without an account."""
    expires_at = now + WITHOUT_TERM
    if confirmation.due_on:
        day_end = dt.datetime.combine(confirmation.due_on, dt.time.max)
        expires_at = max(now, timezone.make_aware(day_end)) + AFTER_TERM
    return links.issue(
        purpose=PURPOSE,
        subject=confirmation,
        person=confirmation.person,
        expires_at=expires_at,
        by=by,
        now=now,
    )


@transaction.atomic
def confirm(
    *,
    confirmation: Confirmation,
    digest: str,
    by: Person,
    now: dt.datetime,
    text: str = "",
    question: str = "",
    counterproposal: str = "",
    evidence_note: str = "",
) -> Confirmation:
    """Confirm the very version that was shown, whose hash is `digest`.

    Raises Stale when another version was shown, Gone when the matter was answered or has ended, Refused
    when somebody else writes it down without saying by what it is proved.
    """
    held = open_one(confirmation)
    text = plain_text(text)
    if digest != held.version.digest or digest != held.digest:
        raise Stale(
            yours=text,
            message=_("Zobrazená verze není ta, o jejíž potvrzení jde. Otevřete prosím odkaz znovu."),
        )
    held.question, held.counterproposal = plain_text(question), plain_text(counterproposal)
    if held.kind != ConfirmationKind.NOTICE and (held.question or held.counterproposal):
        raise Refused(_("Dotaz a protinávrh patří jen k seznámení s materiálem."))
    held.confirm()
    answer(held, "confirmation.confirmed", text=text, by=by, now=now, evidence_note=evidence_note)
    if (held.question or held.counterproposal) and held.requested_by is not None:
        letters.question_asked(confirmation=held, to=held.requested_by, now=now)
    return held


@transaction.atomic
def decline(
    *, confirmation: Confirmation, text: str, by: Person, now: dt.datetime, evidence_note: str = ""
) -> Confirmation:
    """Refuse to confirm, with a reason.

    Raises Refused without a reason, Gone when the matter was answered or has ended.
    """
    held = open_one(confirmation)
    text = plain_text(text)
    if not text:
        raise Refused(_("Napište prosím důvod odmítnutí."))
    held.decline()
    return answer(held, "confirmation.declined", text=text, by=by, now=now, evidence_note=evidence_note)


@transaction.atomic
def delegate(*, confirmation: Confirmation, to: Person, by: Person, now: dt.datetime) -> Confirmation:
    """Hand the request to somebody else, who gets a letter of their own; returns the new request.

    The old link stays and shows to whom it was handed.

    Raises Refused when it is handed to oneself and for minutes, whose verifiers the body has chosen, Gone
    when the matter was answered or has ended.
    """
    held = open_one(confirmation)
    if held.kind == ConfirmationKind.VERIFICATION:
        raise Refused(
            _("Ověřovatele určil orgán, ověření nelze předat. Když to nejde jinak, odmítněte ho s důvodem.")
        )
    if to.pk == held.person_id:
        raise Refused(_("Předat lze jen někomu jinému."))
    successor = ask(
        version=held.version,
        kind=ConfirmationKind(held.kind),
        person=to,
        capacity=held.capacity,
        due_on=held.due_on,
        by=by,
        now=now,
    )
    held.delegate()
    held.delegated_to = successor
    held.answered_at, held.answered_by = now, by
    held.save()
    journal.record(held, "confirmation.delegated", by=by, at=now, data={"to": to.pk, "next": successor.pk})
    post.drop(held, now)
    return successor


@transaction.atomic
def reply(*, confirmation: Confirmation, text: str, by: Person, now: dt.datetime) -> Confirmation:
    """Answer the question or counter-proposal that came with taking notice; a newer answer replaces it.

    Raises Refused when nothing was asked or nothing is answered.
    """
    held = (
        Confirmation.objects.select_for_update(of=("self",))
        .select_related("version__document", "person")
        .get(pk=confirmation.pk)
    )
    text = plain_text(text)
    if not (held.question or held.counterproposal):
        raise Refused(_("K tomuto potvrzení žádný dotaz nepřišel."))
    if not text:
        raise Refused(_("Napište prosím odpověď."))
    if held.reply == text:
        return held
    held.reply = text
    held.save(update_fields=["reply"])
    journal.record(held, "confirmation.replied", by=by, at=now, personal={"reply": text})
    letters.question_answered(confirmation=held, now=now)
    return held


@transaction.atomic
def end_open(*, document: Document, now: dt.datetime) -> int:
    """End every open request about a document; what was answered stays. Returns how many ended."""
    open_ones = list(
        Confirmation.objects.select_for_update(of=("self",))
        .filter(version__document=document, state=ConfirmationState.REQUESTED)
        .order_by("pk")
    )
    for held in open_ones:
        held.end()
        held.answered_at = now
        held.save()
        journal.record(held, "confirmation.ended", by=None, at=now)
        links.revoke_for(held, now, purpose=PURPOSE)
        post.drop(held, now)
    return len(open_ones)


def open_one(confirmation: Confirmation) -> Confirmation:
    """Lock a confirmation that still waits for an answer.

    The version is locked first, as when it was asked about: what follows from the last answer of all is
    decided for one person after another.
    """
    Version.objects.select_for_update(of=("self",)).get(pk=confirmation.version_id)
    held = (
        Confirmation.objects.select_for_update(of=("self",))
        .select_related("version__document", "person", "requested_by")
        .get(pk=confirmation.pk)
    )
    if held.state != ConfirmationState.REQUESTED:
        raise Gone
    return held


def answer(
    held: Confirmation, kind: str, *, text: str, by: Person, now: dt.datetime, evidence_note: str
) -> Confirmation:
    """Store an answer that the law has allowed; the personal link stays and shows what was answered."""
    note = plain_text(evidence_note)
    if by.pk != held.person_id and not note:
        raise Refused(_("Když odpovídáte za někoho jiného, napište, čím je jeho vyjádření doloženo."))
    held.text = text
    held.answered_at, held.answered_by = now, by
    held.save()
    said = {
        "text": text,
        "question": held.question,
        "counterproposal": held.counterproposal,
        "evidence": note,
    }
    personal = {name: value for name, value in said.items() if value}
    data = {"kind": held.kind, "sha256": held.digest, "for_other": by.pk != held.person_id}
    journal.record(held, kind, by=by, at=now, data=data, personal=personal or None)
    post.drop(held, now)
    confirmation_answered.send(sender=Confirmation, confirmation=held, by=by, now=now)
    return held
