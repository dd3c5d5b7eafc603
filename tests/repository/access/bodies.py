from tests.factories import bodies as make


def addresses(world):
    body = make.body(world.own)
    seat, mandate = make.seat(body), make.mandate(make.seat(body))
    slug = {"slug": body.slug}
    of_body = ("detail", "edit", "seat-add", "meetings", "standing-orders")
    return {
        **{f"bodies:{name}": slug for name in of_body},
        **{f"bodies:seat-{name}": {**slug, "pk": seat.pk} for name in ("edit", "end", "occupy")},
        **{f"bodies:mandate-{name}": {**slug, "pk": mandate.pk} for name in ("edit", "end")},
        "bodies:election": {"slug": world.own.slug},
    }
