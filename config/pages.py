"""Pages without data of their own, open to everybody."""

from django.views.generic import TemplateView

from people.web import PublicMixin


class About(PublicMixin, TemplateView):
    template_name = "pages/about.html"


class Accessibility(PublicMixin, TemplateView):
    template_name = "pages/accessibility.html"


class Privacy(PublicMixin, TemplateView):
    template_name = "pages/privacy.html"
