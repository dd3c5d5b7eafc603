from datetime import timedelta

from django.utils import timezone

from tests.factories import bodies as make


def addresses(world):
    body = make.body(world.own)
    seat, meeting = make.seat(body), make.meeting(body, timezone.localdate() + timedelta(days=30))
    mandate = make.mandate(make.seat(body))
    slug = {"slug": body.slug}
    of_body = ("detail", "edit", "seat-add", "meetings", "standing-orders")
    return {
        **{f"bodies:{name}": slug for name in of_body},
        **{f"bodies:seat-{name}": {**slug, "pk": seat.pk} for name in ("end", "occupy")},
        **{f"bodies:meeting-{name}": {**slug, "pk": meeting.pk} for name in ("edit", "drop")},
        "bodies:mandate-end": {**slug, "pk": mandate.pk},
    }
