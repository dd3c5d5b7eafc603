from datetime import timedelta

from django.utils import timezone

from bodies.actions import feed
from people.actions import link as links
from tests.factories import bodies as make


def addresses(world):
    """An invitation of somebody else: who may open it by its link, see the people, type an answer in."""
    body = make.body(world.own, slug="organ-pozvanek")
    make.rules(body, is_public=True)
    who = make.member(body)
    meeting = make.convened(body, timezone.localdate() + timedelta(days=20))
    participant = meeting.participants.get(person=who)
    now = timezone.now()
    link = links.issue(
        purpose="invitation", subject=participant, person=who, expires_at=None, by=None, now=now
    )
    secret = feed.renew(person=who, of=who, now=now)
    return {
        "meetings:people": {"pk": meeting.pk},
        "meetings:answer": {"pk": meeting.pk},
        "meetings:answer-record": {"pk": meeting.pk, "participant": participant.pk},
        "meetings:invitation": {"token": link.token},
        "meetings:invitation-paper": {"token": link.token, "paper": 0},
        "calendars:personal": {"token": secret.token},
        "calendars:body": {"slug": body.slug},
        "calendars:meeting": {"pk": meeting.pk},
        "calendars:year": {"year": timezone.localdate().year},
    }
