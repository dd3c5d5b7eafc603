"""Meetings as the public sees them, without an account."""

from django.views.generic import TemplateView

from people.web import PublicMixin


class PublicMeetings(PublicMixin, TemplateView):
    template_name = "bodies/public/list.html"
