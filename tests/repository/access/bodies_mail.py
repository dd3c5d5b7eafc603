from bodies.models import Meeting
from people.enums import InboundState
from people.models import InboundMail
from tests.factories import bodies as make
from tests.factories.people import NOW, TODAY


def addresses(world):
    meeting = make.convened(make.body(world.own), TODAY)
    known = mail(cause_kind=Meeting.journal_kind, cause_id=meeting.pk)
    unknown = mail()
    of_meeting = ("detail", "assign", "ignore", "acknowledge")
    return {
        **{f"meetings:mail-{name}": {"pk": known.pk} for name in of_meeting},
        "admin_ui:inbound-mail": {"pk": unknown.pk},
        "admin_ui:inbound-ignore": {"pk": unknown.pk},
    }


def mail(**fields):
    number = InboundMail.objects.count()
    return InboundMail.objects.create(
        raw=b"",
        digest=f"{number}",
        source="test",
        received_at=NOW,
        state=InboundState.WAITING,
        reason="Odpověď slovy.",
        **fields,
    )
