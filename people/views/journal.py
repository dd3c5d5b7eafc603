"""Správa › Deník: whether everything is as it was written."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from people import journal
from people.enums import Permission
from people.models import JournalEntry
from people.web import RuleRequiredMixin


class JournalVerify(RuleRequiredMixin, TemplateView):
    permission_required = Permission.ADMINISTER
    template_name = "people/journal/verify.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(count=JournalEntry.objects.count(), **kwargs)

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(faults=journal.verify(), verified=True))
