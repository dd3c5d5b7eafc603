"""Rules of a body from a day on."""

from typing import Any

from django.forms import model_to_dict
from django.http import HttpResponse
from django.utils.translation import gettext as _

from bodies.actions import standing_orders
from bodies.enums import STATUTORY
from bodies.forms.standing_orders import StandingOrdersForm
from bodies.models import StandingOrders
from bodies.queries.standing_orders import profile, profiles_for
from bodies.views.seat import beside
from bodies.web import BodyMixin
from people.errors import Refused
from people.web import AuthenticatedRequest, FormView, done


class StandingOrdersAdopt(BodyMixin, FormView[StandingOrdersForm]):
    """New rules; the older ones stay for older days. The form begins with the rules now in force."""

    request: AuthenticatedRequest
    form_class = StandingOrdersForm
    template_name = "bodies/standing_orders/form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "body": self.object}

    def get_initial(self) -> dict[str, Any]:
        """Offer a chosen example, else the rules in force, else the usual ones."""
        chosen = profile(self.request.GET.get("vzor", ""))
        if chosen is not None:
            usual = model_to_dict(StandingOrders(), fields=StandingOrdersForm.Meta.fields)
            return {**usual, **chosen.rules, "valid_from": self.today}
        held = self.object.standing_orders.on(self.today).first()
        if held is not None:
            values = model_to_dict(held, fields=StandingOrdersForm.Meta.fields)
            return {**values, "valid_from": self.today, "checked_on": None}
        return {"is_statutory": self.object.kind in STATUTORY}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        fitting, others = profiles_for(self.object.kind)
        return super().get_context_data(
            chosen=profile(self.request.GET.get("vzor", "")), fitting=fitting, others=others, **kwargs
        )

    def form_valid(self, form: StandingOrdersForm) -> HttpResponse:
        try:
            standing_orders.adopt(body=self.object, by=self.request.user, now=self.now, **form.cleaned_data)
        except Refused as error:
            return beside(self, form, "valid_from", error)
        return done(self.request, _("Pravidla jsou zapsaná."), self.get_success_url())
