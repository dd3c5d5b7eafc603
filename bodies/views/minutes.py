"""The minutes of a meeting: the document, its state and the next step."""

from django.views.generic import TemplateView

from bodies.web import MeetingMixin
from people.web import ActionMixin


class MinutesPage(ActionMixin, MeetingMixin, TemplateView):
    """The tab "Zápis"."""

    template_name = "bodies/minutes/detail.html"
    tab = "minutes"
