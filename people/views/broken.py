"""What people see when the program or its database fails: never without what they had typed."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from people.web.mixins import typed

RETRY_AFTER = "10"  # seconds


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 503 with everything that was typed when the database is locked or gone, else 500.

    The page asks the database for nothing: no person, no navigation, no messages.
    """
    fault = sys.exc_info()[1]
    is_away = isinstance(fault, OperationalError | InterfaceError)
    kept = typed(request) if is_away and request.method == "POST" else {}
    template = "503.html" if is_away else "500.html"
    response = HttpResponse(render_to_string(template, {"kept": kept}), status=503 if is_away else 500)
    if is_away:
        response["Retry-After"] = RETRY_AFTER
    return response
