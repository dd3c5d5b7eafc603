"""How fast one worker reads replies to invitations: `python tests/bench/replies.py`, or from `make bench`."""

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

REPLIES, PEOPLE = 1_000, 40
LIMIT = 100  # a second
Row = tuple[str, float, float, str, bool]


def letters_of(participants) -> list[bytes]:
    """Write answers of everybody, each person's later one newer, in the shapes that come most often."""
    from tests.factories.replies import NOW, attendee, reply

    made = []
    for number in range(REPLIES):
        who = participants[number % len(participants)]
        said = attendee(f"mailto:{who.person.email}", ("ACCEPTED", "DECLINED", "tentative")[number % 3])
        at = NOW + timedelta(seconds=number)
        made.append(reply(who, said, sender=who.person.email, written_at=at, text="Vezmu podklady.", more=()))
    return made


def replies() -> Iterator[Row]:
    """Store a thousand replies and let one worker read them; none may be lost."""
    from django.utils import timezone

    from bodies.models import Answer
    from people.actions import inbound
    from people.enums import InboundState
    from people.models import InboundMail
    from tests.factories import bodies as make
    from tests.factories.replies import DAY

    meeting = make.convened(make.body(), DAY)
    participants = [make.participant(meeting) for _ in range(PEOPLE)]
    before = set(InboundMail.objects.values_list("pk", flat=True))
    for raw in letters_of(participants):
        inbound.store(raw=raw, source="bench", now=timezone.now())
    # The worker's own processor time, SQLite's work in it: on a shared machine the clock on the wall measures
    # its neighbours. What the wall said is told beside it.
    wall, start = time.perf_counter(), time.process_time()
    inbound.process(now=timezone.now())
    speed = REPLIES / (time.process_time() - start)
    by_wall = REPLIES / (time.perf_counter() - wall)
    mails = InboundMail.objects.exclude(pk__in=before)
    assert mails.filter(state=InboundState.APPLIED).count() == REPLIES
    assert Answer.objects.filter(participant__meeting=meeting).count() == REPLIES
    yield (
        "replies to invitations read",
        speed,
        LIMIT,
        f"a second by one worker (by the wall {by_wall:.0f})",
        speed >= LIMIT,
    )


def main() -> int:
    root = str(Path(__file__).resolve().parents[2])
    sys.path.insert(0, root)
    from tests.bench.run import database, prepare

    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        with database(folder):
            rows = list(replies())
    for name, figure, limit, unit, good in rows:
        print(f"{name:<38}{figure:>7.1f}  limit {limit:<4g}{'ok' if good else 'under':<6}{unit}")
    return 0 if all(row[-1] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
