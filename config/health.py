"""Is this process able to serve? Asked by the load balancer and the supervisor."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django hands it over
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("databáze neodpovídá\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("v pořádku\n", content_type="text/plain; charset=utf-8")
