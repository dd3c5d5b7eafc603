"""The minutes of a meeting: written, commented on, verified by named people, published.

Lock order, always: version → meeting → minutes → journal head. Whoever answers for a version locks it first
(documents.actions.confirmation), so a verifier's answer and a return to writing wait for one another.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.base import File as Upload
from django.db import transaction
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from bodies import signals
from bodies.actions import move
from bodies.enums import MeetingDeed, MinutesDeed, MinutesState
from bodies.exports import minutes as exports
from bodies.guards import minutes as guards
from bodies.letters import minutes as letters
from bodies.models import Meeting, Minutes, Verifier
from bodies.queries import deadlines
from bodies.queries import minutes as minutes_of
from bodies.queries.membership import rules_of
from documents.actions import confirmation as confirmations
from documents.actions import file as files
from documents.actions import version as versions
from documents.enums import ConfirmationKind, ConfirmationState
from documents.models import Confirmation, Document, Version
from documents.validators import plain_text
from people import journal
from people.errors import Blocked, Gone, Refused, Stale
from people.models import Person

D, S = MinutesDeed, MinutesState
VERIFICATION_DAYS = 7


@transaction.atomic
def start(*, meeting: Meeting, by: Person | None, now: dt.datetime) -> Minutes:
    """Open the minutes of a meeting with their last day by the rules; open ones stay as they are."""
    row = move.locked(meeting)
    minutes, is_new = Minutes.objects.get_or_create(
        meeting=row,
        defaults={"due_on": deadlines.minutes_due(rules_of(row), row.held_on), "state_since": now},
    )
    if is_new:
        data = {"meeting": row.pk, "due_on": minutes.due_on}
        journal.record(minutes, "minutes.start", by=by, at=now, data=data)
    return minutes


def locked(minutes: Minutes) -> Minutes:
    """Lock the meeting and its minutes, in this order, and read both again."""
    meeting = Meeting.objects.locked(minutes.meeting_id)
    row = Minutes.objects.locked(minutes.pk)
    row.meeting = meeting
    return row


def moves(minutes: Minutes) -> set[str]:
    """Return the names of the deeds that the state of the minutes allows."""
    machine: Any = minutes  # django-fsm adds its methods without telling the types
    return {one.name for one in machine.get_available_state_transitions()}


def permitted(minutes: Minutes, deed: MinutesDeed) -> Minutes:
    """Return the minutes, locked, if their state allows a deed.

    Raises Gone when they have left the state in which the person saw them.
    """
    row = locked(minutes)
    if deed not in moves(row):
        raise Gone
    return row


def check(minutes: Minutes, deed: MinutesDeed, now: dt.datetime) -> None:
    """Raise Blocked with everything that is missing before a deed."""
    if found := guards.blockers(guards.facts(minutes, timezone.localdate(now)), deed):
        raise Blocked(found)


def carry_out(
    minutes: Minutes,
    deed: MinutesDeed,
    *,
    by: Person | None,
    now: dt.datetime,
    data: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Move the law of locked minutes and journal it."""
    before = minutes.state
    getattr(minutes, deed.value)()
    minutes.state_since, minutes.reminded_at = now, None
    minutes.revision += 1
    minutes.save()
    journal.record(
        minutes,
        f"minutes.{deed.value}",
        by=by,
        at=now,
        data={"from": before, "to": minutes.state, **(data or {})},
        personal={"reason": reason} if reason else None,
    )


@transaction.atomic
def write(
    *, minutes: Minutes, opening: str, closing: str, read_at: int, by: Person, now: dt.datetime
) -> Minutes:
    """Write what stands before the first item and after the last.

    Raises Refused once the text is frozen, Stale when somebody has changed it since it was read.
    """
    row = locked(minutes)
    guards.check_writable(row.meeting)
    opening, closing = plain_text(opening), plain_text(closing)
    if read_at != row.revision:
        raise Stale(
            yours=f"{opening}\n\n{closing}".strip(), current=f"{row.opening}\n\n{row.closing}".strip()
        )
    if (opening, closing) == (row.opening, row.closing):
        return row
    row.opening, row.closing = opening, closing
    row.revision += 1
    row.save(update_fields=["opening", "closing", "revision"])
    journal.record(row, "minutes.written", by=by, at=now, data={"revision": row.revision})
    return row


@transaction.atomic
def circulate(*, minutes: Minutes, by: Person, now: dt.datetime) -> Minutes:
    """Give the minutes to the members for remarks until the day by the rules; each gets a personal link.

    Raises Blocked when something is not written or the body knows no remarks.
    """
    row = permitted(minutes, D.CIRCULATE)
    check(row, D.CIRCULATE, now)
    row.comments_until = deadlines.comments_until(rules_of(row.meeting), timezone.localdate(now))
    carry_out(row, D.CIRCULATE, by=by, now=now, data={"comments_until": row.comments_until})
    letters.circulated(minutes=row, people=minutes_of.members(row.meeting), by=by, now=now)
    return row


@transaction.atomic
def choose_verifiers(*, meeting: Meeting, people: Iterable[Person], by: Person, now: dt.datetime) -> None:
    """Say who verifies the minutes, in place of whoever was chosen before.

    Raises Refused once the text is frozen.
    """
    row = move.locked(meeting)
    guards.check_writable(row)
    wanted = {person.pk for person in people}
    before = set(row.verifiers.values_list("person", flat=True))
    if wanted == before:
        return
    row.verifiers.exclude(person__in=wanted).delete()
    Verifier.objects.bulk_create(Verifier(meeting=row, person_id=pk) for pk in sorted(wanted - before))
    journal.record(row, "minutes.verifiers", by=by, at=now, data={"people": sorted(wanted)})


@transaction.atomic
def submit(
    *, minutes: Minutes, by: Person, now: dt.datetime, verifiers: Sequence[Person] | None = None
) -> Minutes:
    """Freeze the minutes and ask each verifier to confirm their hash.

    A body whose rules want no verifier has verified minutes at once. Raises Blocked with what is missing.
    """
    row = permitted(minutes, D.SUBMIT)
    if verifiers is not None:
        choose_verifiers(meeting=row.meeting, people=verifiers, by=by, now=now)
    check(row, D.SUBMIT, now)
    row.version = freeze(row, by=by, now=now)
    row.document = row.version.document
    data = {"version": row.version.number, "sha256": row.version.digest}
    carry_out(row, D.SUBMIT, by=by, now=now, data=data)
    chosen = minutes_of.chosen_verifiers(row.meeting)
    for person in chosen:
        confirmations.ask(
            version=row.version,
            kind=ConfirmationKind.VERIFICATION,
            person=person,
            capacity=_("ověřovatel/ka zápisu"),
            due_on=timezone.localdate(now) + dt.timedelta(days=VERIFICATION_DAYS),
            by=by,
            now=now,
        )
    if not chosen:
        verify(row, by=by, now=now)
    return row


def freeze(minutes: Minutes, *, by: Person, now: dt.datetime) -> Version:
    """Freeze the text; each submission is a version of its own, so that all are asked about it anew."""
    with override("cs"):
        title = minutes_of.title_of(minutes.meeting)
    document, _new = Document.objects.get_or_create(
        holder_kind=Minutes.journal_kind, holder_id=minutes.pk, defaults={"title": title}
    )
    content = {**exports.structured(minutes), "submission": document.versions.count() + 1}
    return versions.freeze(document=document, snapshot=content, occasion="minutes.submit", by=by, now=now)


def verify(row: Minutes, *, by: Person, now: dt.datetime) -> None:
    """Take locked minutes for verified: their text is frozen for good."""
    row.verified_at = now
    carry_out(row, D.VERIFY, by=by, now=now)
    signals.minutes_verified.send(sender=Minutes, minutes=row, by=by, now=now)
    letters.verified(minutes=row, now=now)


@transaction.atomic
def hear_answer(*, confirmation: Confirmation, by: Person, now: dt.datetime) -> None:
    """Follow a verifier's answer: the last agreement verifies, a refusal returns the minutes to writing.

    Raises Gone when the minutes are not being verified any more.
    """
    found = Minutes.objects.filter(version=confirmation.version_id).first()
    if found is None:
        raise Gone
    row = permitted(found, D.VERIFY)
    if row.version_id != confirmation.version_id:
        raise Gone
    if confirmation.state == ConfirmationState.DECLINED:
        back(row, reason=confirmation.text, by=by, now=now)
        letters.returned(minutes=row, reason=confirmation.text, who=confirmation.person, now=now)
    elif minutes_of.is_verified(minutes_of.verifications(row)):
        verify(row, by=by, now=now)


@transaction.atomic
def verify_on_paper(
    *,
    minutes: Minutes,
    signed: Sequence[Confirmation],
    signed_on: dt.date,
    scan: "Upload[bytes]",
    by: Person,
    now: dt.datetime,
) -> Minutes:
    """Write down who of the verifiers has signed the printed minutes and keep the scan that proves it.

    Raises Refused without a signature, for a day to come and for a scan that cannot be taken, Gone when the
    minutes are not being verified any more.
    """
    lock_version(minutes)
    row = permitted(minutes, D.VERIFY)
    if not signed:
        raise Refused(_("Vyberte, kdo zápis na papíře podepsal."))
    if signed_on > timezone.localdate(now):
        raise Refused(_("Den podpisu ještě nenastal."))
    assert row.version is not None  # noqa: S101 - the database keeps it so for minutes that are verified
    kept = files.keep(holder=row, upload=scan, by=by, now=now)
    day = dateformat.format(signed_on, "j. n. Y")
    for one in signed:
        if one.version_id != row.version_id:
            raise Gone
        confirmations.confirm(
            confirmation=one,
            digest=row.version.digest,
            by=by,
            now=now,
            text=_("Podepsáno na papíře %(day)s.") % {"day": day},
            evidence_note=_("sken podepsaného zápisu: %(name)s") % {"name": kept.name},
        )
    data = {"file": kept.pk, "signed_on": signed_on, "people": [one.person_id for one in signed]}
    journal.record(row, "minutes.on_paper", by=by, at=now, data=data)
    return locked(row)


@transaction.atomic
def reopen(*, minutes: Minutes, reason: str, by: Person, now: dt.datetime) -> Minutes:
    """Return the minutes to writing; whoever was asked to verify them need not answer any more.

    Raises Refused without a reason, Gone when they were verified in the meantime.
    """
    reason = plain_text(reason)
    if not reason:
        raise Refused(_("Napište prosím, proč se zápis vrací k úpravám."))
    lock_version(minutes)
    row = permitted(minutes, D.REOPEN)
    back(row, reason=reason, by=by, now=now)
    return row


def lock_version(minutes: Minutes) -> None:
    """Lock the version that is being verified, before the meeting: verifiers' answers wait for it too."""
    version = Minutes.objects.values_list("version", flat=True).get(pk=minutes.pk)
    if version is not None:
        Version.objects.select_for_update(of=("self",)).get(pk=version)


def back(row: Minutes, *, reason: str, by: Person, now: dt.datetime) -> None:
    """Return locked minutes to writing; the next submission will be a new version."""
    if row.document is not None:
        confirmations.end_open(document=row.document, now=now)
    row.comments_until = None
    carry_out(row, D.REOPEN, by=by, now=now, reason=reason)


@transaction.atomic
def publish(*, minutes: Minutes, by: Person, now: dt.datetime) -> Minutes:
    """Publish verified minutes and close their meeting; every member gets a letter with a link.

    Raises Blocked when the stored text is not the one that was verified, Gone when they are published.
    """
    row = permitted(minutes, D.PUBLISH)
    check(row, D.PUBLISH, now)
    row.published_at = now
    carry_out(row, D.PUBLISH, by=by, now=now)
    move.carry_out(row.meeting, MeetingDeed.CLOSE, by=by, now=now, data={"minutes": row.pk})
    signals.minutes_published.send(sender=Minutes, minutes=row, by=by, now=now)
    letters.published(minutes=row, people=minutes_of.members(row.meeting), by=by, now=now)
    return row
