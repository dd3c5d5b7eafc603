"""Downloads: every file leaves through a rule, as an attachment."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import View

from documents.enums import Permission
from documents.models import File
from people.web import PublicMixin


def sent(file: File) -> FileResponse:
    """Send a file as an attachment that no browser runs; the caller has checked who may have it."""
    response = FileResponse(
        file.content.open(), as_attachment=True, filename=file.name, content_type=file.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


class FileDownload(PublicMixin, View):
    """Give a file to whoever may have it; who may not does not learn that it exists."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        file = get_object_or_404(File, pk=pk)
        if not request.user.has_perm(Permission.VIEW_FILE, file):
            raise Http404
        return sent(file)
