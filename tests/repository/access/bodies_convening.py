"""Addresses of invitations: one meeting to be convened, one that has been."""

from datetime import timedelta

from django.utils import timezone

from bodies.enums import InvitedAs
from tests.factories import bodies as make


def addresses(world):
    body, day = make.body(world.own), timezone.localdate()
    planned = make.meeting(body, day + timedelta(days=60))
    convened = make.convened(body, day + timedelta(days=30))
    guest = make.participant(convened, invited_as=InvitedAs.GUEST)
    of_convened = (
        "invitations",
        "reschedule",
        "cancel",
        "guest-add",
        "remind",
        "send-changes",
        "invitations-print",
    )
    of_guest = ("uninvite", "invitation-print")
    return {
        "meetings:convene": {"pk": planned.pk},
        **{f"meetings:{name}": {"pk": convened.pk} for name in of_convened},
        **{f"meetings:{name}": {"pk": convened.pk, "participant": guest.pk} for name in of_guest},
    }
