"""What every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from people.models import Person
from people.web import navigation as items


def site(_request: HttpRequest) -> dict[str, Any]:
    return {"site": settings.SITE}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Offer the pages of the person's roles; their appointments are read once per request."""
    user = getattr(request, "user", None)
    if user is None:
        return {"nav": []}
    return {
        "nav": items.drawn(user, request.path),
        "acting_as": items.acting_as(user) if isinstance(user, Person) else "",
    }
