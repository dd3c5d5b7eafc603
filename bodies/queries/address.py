"""The address at which we read the answers to one invitation: a mailbox of ours with a token in it."""

import hmac
from email.utils import parseaddr

from django.conf import settings
from django.utils.crypto import salted_hmac

from bodies.models import Participant

SALT = "bodies.participant"
# What is read for each of a thousand replies: all the columns would take a quarter of the time
READ = (
    "seat", "answer", "removed_at", "meeting__body", "meeting__state", "meeting__sequence", "meeting__uid",
    "meeting__held_on", "meeting__starts_at", "person__email", "person__first_name", "person__last_name",
)  # fmt: skip
TOKEN = 16  # hexadecimal digits: 64 bits that nobody guesses by mail


def token_of(pk: int) -> str:
    mac = salted_hmac(SALT, str(pk), secret=settings.SECRET_KEY, algorithm="sha256")
    return f"{pk:x}-{mac.hexdigest()[:TOKEN]}"


def address_of(participant: Participant) -> str:
    """Return the address that stands as ORGANIZER and sender of an invitation: "jednani+1f-…@kraj.cz"."""
    local, _at, domain = settings.INVITE_ADDRESS.rpartition("@")
    return f"{local}+{token_of(participant.pk)}@{domain}"


def number_in(address: str) -> int | None:
    """Return the key of the participant whose token an address bears; None when the token is not ours."""
    own, _at, domain = settings.INVITE_ADDRESS.casefold().rpartition("@")
    local, _at, host = parseaddr(address)[1].strip().casefold().rpartition("@")
    box, _plus, token = local.partition("+")
    number = token.partition("-")[0]
    if (box, host) != (own, domain) or not number or len(number) > TOKEN:
        return None
    try:
        pk = int(number, 16)
    except ValueError:
        return None
    return pk if hmac.compare_digest(token_of(pk).encode(), token.encode()) else None


def participant_of(address: str) -> Participant | None:
    """Find whose invitation an address belongs to; None for a forged token and for any other address."""
    pk = number_in(address)
    if pk is None:
        return None
    rows = Participant.objects.select_related("meeting", "person").only(*READ).filter(pk=pk)
    return rows.order_by("pk").first()
