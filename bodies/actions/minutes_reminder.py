"""What the clock does about minutes: reminders before and after the last day, at most once a day for each."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from bodies.actions import minutes as minutes_actions
from bodies.enums import MinutesState, RemarkState
from bodies.letters import minutes as letters
from bodies.models import Minutes
from documents.actions import confirmation as confirmations
from documents.enums import ConfirmationState
from documents.models import Confirmation

S = MinutesState
NEAR_DAYS = 2
ESCALATE_DAYS = 3
OFFICE_OPENS = 6


def remind(*, now: dt.datetime) -> int:
    """Write the reminders that are due, each in a transaction of its own; return how many were looked at."""
    if timezone.localtime(now).hour < OFFICE_OPENS:
        return 0
    keys = list(to_remind(now).order_by("pk").values_list("pk", flat=True))
    return sum(remind_of(pk, now) for pk in keys)


def to_remind(now: dt.datetime) -> QuerySet[Minutes]:
    """Return minutes of which nobody was reminded today and that are near a last day or after it."""
    today = timezone.localdate(now)
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    late = Confirmation.objects.filter(
        version=OuterRef("version"), state=ConfirmationState.REQUESTED, due_on__lt=today
    )
    due = Q(state__in=[S.WRITING, S.COMMENTS], due_on__lte=today + dt.timedelta(days=NEAR_DAYS))
    closed = Q(state=S.COMMENTS, comments_until__lt=today)
    unverified = Q(Exists(late), state=S.VERIFICATION)
    return Minutes.objects.filter(
        Q(reminded_at=None) | Q(reminded_at__lt=midnight), due | closed | unverified
    )


@transaction.atomic
def remind_of(pk: int, now: dt.datetime) -> int:
    """Lock, look again, write; what is no longer due is left alone."""
    row = minutes_actions.locked(Minutes.objects.get(pk=pk))
    if not to_remind(now).filter(pk=pk).exists():
        return 0
    today = timezone.localdate(now)
    if row.state == S.VERIFICATION:
        remind_verifiers(row, today, now)
    else:
        remind_of_day(row, today, now)
        if row.state == S.COMMENTS and row.comments_until and row.comments_until < today:
            unsettled = row.remarks.filter(state=RemarkState.RECEIVED).count()
            letters.comments_closed(minutes=row, unsettled=unsettled, now=now)
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    return 1


def remind_of_day(row: Minutes, today: dt.date, now: dt.datetime) -> None:
    """Write to the minute taker once before the day and weekly after it, to the organiser a little later."""
    late = (today - row.due_on).days
    taker, organiser = letters.taker_of(row), letters.organiser_of(row)
    if late <= 0:
        if late >= -NEAR_DAYS:
            letters.due(minutes=row, to=taker, key=f"near:{row.due_on}", is_over=False, now=now)
        return
    letters.due(minutes=row, to=taker, key=f"over:{row.due_on}:{late // 7}", is_over=True, now=now)
    if late >= ESCALATE_DAYS and organiser != taker:
        key = f"organiser:{row.due_on}:{(late - ESCALATE_DAYS) // 7}"
        letters.due(minutes=row, to=organiser, key=key, is_over=True, now=now)


def remind_verifiers(row: Minutes, today: dt.date, now: dt.datetime) -> None:
    """Write weekly to verifiers who are late; links are issued only with letters that are to leave."""
    late = list(
        Confirmation.objects.filter(
            version=row.version_id, state=ConfirmationState.REQUESTED, due_on__lt=today
        )
        .select_related("person", "version__document")
        .order_by("pk")
    )
    days = max((today - one.due_on).days for one in late if one.due_on)
    week = str((days - 1) // 7)
    written = letters.late_written(late, week)
    pairs = [(one, confirmations.link_to(one, None, now)) for one in late if one.pk not in written]
    letters.verifier_late(minutes=row, late=pairs, key=week, now=now)
