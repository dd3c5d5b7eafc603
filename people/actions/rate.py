"""How often a public form may be sent; counted in the database, so that every process counts together."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import F

from people.errors import TooOften
from people.models import RateCount


def key_of(purpose: str, who: str) -> str:
    """Hide who it was: the table must not become a list of visitors."""
    secret = sha256(f"{settings.SECRET_KEY}\n{purpose}\n{who}".encode()).hexdigest()
    return f"{purpose[:30]}:{secret[:40]}"


@transaction.atomic
def count(*, purpose: str, who: str, limit: int, per: timedelta, now: datetime) -> int:
    """Count one try and refuse when there were more than `limit` in the current window."""
    seconds = int(per.total_seconds())
    window = datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=UTC)
    key = key_of(purpose, who)
    RateCount.objects.bulk_create([RateCount(key=key, window=window)], ignore_conflicts=True)
    seen = RateCount.objects.filter(key=key, window=window)
    seen.update(count=F("count") + 1)
    total = seen.values_list("count", flat=True).get()
    if total > limit:
        raise TooOften
    return total


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Delete the counts of windows older than a day."""
    return RateCount.objects.filter(window__lt=now - timedelta(days=1)).delete()[0]
