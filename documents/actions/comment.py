"""Comments: sent by the public or written down by the office, shown or not, settled with a reason."""

import datetime as dt
import hashlib
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import letters
from documents.enums import SETTLED, AuthorKind, Channel, CommentState, Moderation, Nature
from documents.models import Comment, Consultation, Document, File, Version
from documents.validators import LONGEST_COMMENT, grouped, plain_text
from people import journal
from people.actions import link as links
from people.enums import Side
from people.errors import Refused, Stale
from people.models import Person

PURPOSE = "comment"
LINK_LIFE = dt.timedelta(days=365)

# Whom a commenter says to write as, and the side of the triad where there is one (§ 39a odst. 2 vyhlášky).
SIDE_OF = {
    AuthorKind.USER: Side.USERS,
    AuthorKind.CARER: Side.USERS,
    AuthorKind.PROVIDER: Side.PROVIDERS,
}
LAW = {
    CommentState.ACCEPTED: Comment.accept,
    CommentState.ACCEPTED_IN_PART: Comment.accept_in_part,
    CommentState.EXPLAINED: Comment.explain,
    CommentState.REJECTED: Comment.reject,
    CommentState.NOTED: Comment.note,
}


class Said(TypedDict):
    """What an author says, however it came."""

    text: str
    part_key: str
    part_label: str
    author_kind: NotRequired[str]
    author_name: NotRequired[str]
    organisation_name: NotRequired[str]
    email: NotRequired[str]
    may_publish_name: NotRequired[bool]
    proposed_change: NotRequired[str]


@transaction.atomic
def submit(*, consultation: Consultation, now: dt.datetime, **said: Unpack[Said]) -> Comment:
    """Take a comment from the public form under the next receipt number.

    The same comment of the same author within one window is one comment. An e-mail gets a letter with a
    link that only enables the reply. Raises Refused when the window is not open today or nobody could
    read the text.
    """
    today = timezone.localdate(now)
    document = Document.objects.select_for_update().get(pk=consultation.document_id)
    consultation = Consultation.objects.get(pk=consultation.pk)
    if not consultation.takes_comments_on(today):
        raise Refused(closed_message(consultation, today))
    typed = cleaned(said)
    digest = digest_of(typed)
    twin = consultation.comments.filter(digest=digest).first()
    if twin is not None:
        return twin
    comment = store(
        document,
        typed,
        digest=digest,
        consultation=consultation,
        version_id=consultation.version_id,
        side=side_of(typed),
        may_publish_name=said.get("may_publish_name", False),
        received_on=today,
        now=now,
    )
    if comment.email:
        acknowledge(comment, now)
    return comment


def acknowledge(comment: Comment, now: dt.datetime) -> None:
    """Write the author a letter with the link that confirms the address."""
    expires_at = now + LINK_LIFE
    link = links.issue(
        purpose=PURPOSE, subject=comment, address=comment.email, expires_at=expires_at, by=None, now=now
    )
    letters.comment_received(comment=comment, link=link, now=now)


@transaction.atomic
def record(
    *,
    document: Document,
    version: Version,
    consultation: Consultation | None,
    channel: Channel,
    received_on: dt.date,
    by: Person,
    now: dt.datetime,
    side: str = "",
    nature: Nature = Nature.SUBSTANTIVE,
    reference: str = "",
    evidence: File | None = None,
    **said: Unpack[Said],
) -> Comment:
    """Write down a comment that came on paper, by data box, by e-mail or at a hearing.

    The day of delivery or of the postmark decides, not the day of writing down. The same comment with
    the same day and reference is one comment. Raises Refused for a day in the future or out of the window.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    check_in_time(consultation, channel, received_on, timezone.localdate(now))
    typed = {**cleaned(said), "reference": plain_text(reference)}
    digest = digest_of({**typed, "channel": channel, "received_on": str(received_on)})
    twin = document.comments.filter(digest=digest, consultation=consultation).first()
    known: dict[str, Any] = {"channel": channel, "received_on": received_on, "nature": nature}
    known |= {"digest": digest, "version_id": version.pk, "evidence": evidence}
    return twin or store(
        document,
        typed,
        **known,
        consultation=consultation,
        side=side or side_of(typed),
        may_publish_name=said.get("may_publish_name", False),
        # An address that the office read from a letter is the author's own: it may be answered.
        email_confirmed_at=now if typed["email"] else None,
        by=by,
        now=now,
    )


def cleaned(said: Said) -> dict[str, str]:
    """Return the words of an author without what nobody sees; refuse what nobody could read."""
    return {
        "text": readable(said["text"]),
        "proposed_change": plain_text(said.get("proposed_change", "")),
        "part_key": said["part_key"],
        "part_label": plain_text(said["part_label"]),
        "author_kind": said.get("author_kind", ""),
        "author_name": plain_text(said.get("author_name", "")),
        "organisation_name": plain_text(said.get("organisation_name", "")),
        "email": said.get("email", "").strip().lower(),
    }


def side_of(typed: dict[str, str]) -> str:
    kind = typed["author_kind"]
    return SIDE_OF.get(AuthorKind(kind), "") if kind else ""


def check_in_time(
    consultation: Consultation | None, channel: Channel, received_on: dt.date, today: dt.date
) -> None:
    """Accept the days of the window, and the day of a hearing for what was said there."""
    if received_on > today:
        raise Refused(_("Datum doručení nemůže být v budoucnosti."))
    if consultation is None or consultation.opens_on <= received_on <= consultation.closes_on:
        return
    if channel == Channel.HEARING and any(
        timezone.localdate(hearing.starts_at) == received_on
        for hearing in consultation.hearings.filter(cancelled_at=None)
    ):
        return
    raise Refused(
        _(
            "Připomínka došla %(day)s, připomínkové řízení trvalo od %(first)s do %(last)s. Rozhoduje den "
            "doručení nebo podání na poště; opožděnou připomínku nelze do vypořádání zařadit."
        )
        % {
            "day": day_of(received_on),
            "first": day_of(consultation.opens_on),
            "last": day_of(consultation.closes_on),
        }
    )


def closed_message(consultation: Consultation, today: dt.date) -> str:
    """Say why the form takes no comment today."""
    if consultation.closed_at is None and today < consultation.opens_on:
        return _("Připomínky přijímáme až od %(day)s.") % {"day": day_of(consultation.opens_on)}
    if consultation.was_cut_short:
        return _("Připomínkové řízení bylo předčasně ukončeno, návrh se přepracovává.")
    return _("Připomínkové řízení skončilo %(day)s, formulář už připomínky nepřijímá.") % {
        "day": day_of(min(consultation.closes_on, today))
    }


def day_of(day: dt.date) -> str:
    return f"{day.day}.\N{NO-BREAK SPACE}{day.month}.\N{NO-BREAK SPACE}{day.year}"


def readable(text: str) -> str:
    """Return a cleaned text that somebody can read, or refuse it."""
    clean = plain_text(text)
    if not clean:
        raise Refused(_("Napište prosím text připomínky."))
    if len(clean) > LONGEST_COMMENT:
        raise Refused(
            _("Připomínka je delší než %(limit)s znaků, zkraťte ji prosím nebo ji pošlete jako dokument.")
            % {"limit": grouped(LONGEST_COMMENT)}
        )
    return clean


def digest_of(typed: dict[str, str]) -> str:
    """Return the hash by which a comment sent twice is recognised."""
    parts = (f"{name}={value}" for name, value in sorted(typed.items()))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def store(
    document: Document, typed: dict[str, str], *, now: dt.datetime, by: Person | None = None, **known: Any
) -> Comment:
    """Write a comment under the next receipt number; the caller holds the document's lock."""
    last = document.comments.aggregate(last=Max("number"))["last"] or 0
    comment = Comment.objects.create(
        document=document, number=last + 1, recorded_at=now, recorded_by=by, **typed, **known
    )
    journal.record(
        comment,
        "comment.received" if by is None else "comment.recorded",
        by=by,
        at=now,
        data={"number": comment.number, "channel": comment.channel, "received_on": comment.received_on},
        personal={name: value for name, value in typed.items() if value},
    )
    return comment


@transaction.atomic
def confirm_email(*, comment: Comment, now: dt.datetime) -> Comment:
    """Note that the author reads the address, so that the answer may be sent there; twice changes nothing."""
    comment = locked(comment)
    if comment.email_confirmed_at is None:
        comment.email_confirmed_at = now
        comment.save(update_fields=["email_confirmed_at"])
        journal.record(comment, "comment.email_confirmed", by=None, at=now)
        if comment.answered_at is not None:
            letters.comment_settled(comment=comment, now=now)
    return comment


@transaction.atomic
def moderate(*, comment: Comment, shown: bool, reason: str, by: Person, now: dt.datetime) -> Comment:
    """Show a comment to the public or keep it from them with a reason; its settlement goes on either way.

    Raises Refused when it is hidden without a reason.
    """
    comment = locked(comment)
    reason = "" if shown else plain_text(reason)
    if not shown and not reason:
        raise Refused(_("Napište, proč se připomínka nezveřejňuje."))
    wanted = Moderation.SHOWN if shown else Moderation.HIDDEN
    if (comment.moderation, comment.moderation_reason) == (wanted, reason):
        return comment
    comment.moderation, comment.moderation_reason = wanted, reason
    comment.save(update_fields=["moderation", "moderation_reason"])
    personal = {"reason": reason} if reason else None
    journal.record(comment, f"comment.{wanted.value}", by=by, at=now, personal=personal)
    return comment


@transaction.atomic
def propose(
    *, comment: Comment, state: CommentState, reason: str, by: Person, now: dt.datetime, read_at: int
) -> Comment:
    """Propose how to settle a comment; it decides nothing, the coordinator does.

    Raises Stale when somebody else wrote meanwhile, Refused without a result or a reason.
    """
    comment = current(comment, reason, read_at)
    reason = settled_reason(state, reason)
    comment.proposal_state, comment.proposal_reason = state, reason
    comment.revision += 1
    comment.save(update_fields=["proposal_state", "proposal_reason", "revision"])
    journal.record(
        comment, "comment.proposed", by=by, at=now, data={"state": state}, personal={"reason": reason}
    )
    return comment


@transaction.atomic
def settle(
    *, comment: Comment, state: CommentState, reason: str, by: Person, now: dt.datetime, read_at: int
) -> Comment:
    """Settle a comment with a reason, or settle it otherwise than before.

    Raises Stale when somebody else wrote meanwhile, Refused without a result or a reason.
    """
    comment = current(comment, reason, read_at)
    reason = settled_reason(state, reason)
    before = comment.state
    if (before, comment.reason) == (state, reason):
        return comment
    LAW[state](comment)
    comment.reason = reason
    comment.settled_at, comment.settled_by = now, by
    comment.answered_at = None  # the author learns of another result too
    comment.revision += 1
    comment.save()
    journal.record(
        comment,
        "comment.settled",
        by=by,
        at=now,
        data={"from": before, "to": state},
        personal={"reason": reason},
    )
    return comment


@transaction.atomic
def answer_authors(
    *, document: Document, by: Person | None, now: dt.datetime, consultation: Consultation | None = None
) -> int:
    """Answer the authors of settled comments; a letter goes only to an address that its reader confirmed.

    Returns how many letters were written. A result that was answered once is not answered again; an author
    who confirms the address later gets the answer then.
    """
    waiting = Comment.objects.select_for_update(of=("self",)).filter(
        document=document, answered_at=None, state__in=SETTLED
    )
    if consultation is not None:
        waiting = waiting.filter(consultation=consultation)
    written = 0
    comments = list(waiting.select_related("document").order_by("number"))
    for comment in comments:
        if comment.email and comment.email_confirmed_at is not None:
            letters.comment_settled(comment=comment, now=now)
            written += 1
    Comment.objects.filter(pk__in=[c.pk for c in comments]).update(answered_at=now)
    if comments:
        journal.record(
            document, "comments.answered", by=by, at=now, data={"comments": len(comments), "letters": written}
        )
    return written


def locked(comment: Comment) -> Comment:
    return Comment.objects.select_for_update(of=("self",)).select_related("document").get(pk=comment.pk)


def current(comment: Comment, reason: str, read_at: int) -> Comment:
    """Lock a comment that nobody has changed since it was read."""
    held = locked(comment)
    if held.revision != read_at:
        raise Stale(yours=reason, current=described(held))
    return held


def described(comment: Comment) -> str:
    """Say how a comment stands now, for whoever was about to write otherwise."""
    if comment.is_settled:
        return f"{CommentState(comment.state).label}: {comment.reason}"
    if comment.proposal_state:
        label = CommentState(comment.proposal_state).label
        return _("Návrh – %(state)s: %(reason)s") % {"state": label, "reason": comment.proposal_reason}
    return str(CommentState.RECEIVED.label)


def settled_reason(state: CommentState, reason: str) -> str:
    if state not in LAW:
        raise Refused(_("Vyberte, jak se připomínka vypořádá."))
    clean = plain_text(reason)
    if not clean:
        raise Refused(_("Napište odůvodnění, dostane ho autor i veřejnost."))
    return clean
