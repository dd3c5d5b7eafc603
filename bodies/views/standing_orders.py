"""Rules of a body from a day on."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from bodies.actions import standing_orders
from bodies.forms.standing_orders import StandingOrdersForm
from bodies.views.seat import beside
from bodies.web import BodyMixin
from people.errors import Refused
from people.web import AuthenticatedRequest, FormView, done


class StandingOrdersAdopt(BodyMixin, FormView[StandingOrdersForm]):
    """New rules; the older ones stay for older days."""

    request: AuthenticatedRequest
    form_class = StandingOrdersForm
    template_name = "bodies/standing_orders/form.html"

    def form_valid(self, form: StandingOrdersForm) -> HttpResponse:
        try:
            standing_orders.adopt(body=self.object, by=self.request.user, now=self.now, **form.cleaned_data)
        except Refused as error:
            return beside(self, form, "valid_from", error)
        return done(self.request, _("Pravidla jsou zapsaná."), self.get_success_url())
