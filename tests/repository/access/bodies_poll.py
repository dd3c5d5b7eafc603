from datetime import timedelta

from django.utils import timezone

from bodies.actions import poll as polls
from tests.factories import bodies as make
from tests.factories import people


def addresses(world):
    body = make.body(world.own)
    member, now = make.member(body), timezone.now()
    days = [timezone.localdate(now) + timedelta(days=count) for count in (20, 21)]
    poll = polls.open(
        body=body,
        title="Podzimní jednání",
        options=[(make.at(day, 9), make.at(day, 11)) for day in days],
        closes_on=days[0] - timedelta(days=5),
        by=people.person(),
        now=now,
    )
    option = poll.options.first()
    return {
        "meetings:poll-create": {"slug": body.slug},
        **{f"meetings:poll{name}": {"pk": poll.pk} for name in ("", "-answer", "-cancel")},
        "meetings:poll-record": {"pk": poll.pk, "person": member.pk},
        "meetings:poll-decide": {"pk": poll.pk, "option": option.pk},
        "meetings:poll-link": {"token": "neplatny"},
    }
