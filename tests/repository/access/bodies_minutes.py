from datetime import timedelta

from django.utils import timezone

from bodies.enums import BodyKind
from documents.actions import version as versions
from documents.models import Document
from tests.factories import bodies as make
from tests.factories import people


def addresses(world):
    body = make.body(world.own, kind=BodyKind.COORDINATION)
    make.rules(body, is_public=True)
    meeting = make.held(body, timezone.localdate() - timedelta(days=3))
    minutes = meeting.minutes
    who = make.member(body)
    item = make.item(meeting, record="Text.")
    remark = minutes.remarks.create(
        item=item, text="Chybí příloha.", person=who, recorded_by=who, received_at=people.NOW
    )
    document = Document.objects.create(holder_kind="minutes", holder_id=minutes.pk, title="Zápis")
    content = {
        "service_users": [],
        "attendance": [],
        "items": [],
        "opening": "",
        "closing": "",
        "meeting": {},
    }
    versions.freeze(document=document, snapshot=content, occasion="minutes.submit", by=who, now=people.NOW)
    type(minutes).objects.filter(pk=minutes.pk).update(document=document)
    pk = {"pk": meeting.pk}
    deeds = ("print", "write", "circulate", "submit", "paper", "reopen", "publish", "correct")
    return {
        "meetings:minutes": pk,
        **{f"meetings:minutes-{deed}": pk for deed in deeds},
        "meetings:minutes-version": {**pk, "number": 1},
        "meetings:minutes-link": {"token": "nesmysl"},
        **{f"meetings:{name}": pk for name in ("remarks", "remark-add", "remark-record")},
        "meetings:remark-settle": {**pk, "remark": remark.pk},
        "assemblies:detail": pk,
    }
