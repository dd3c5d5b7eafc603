"""Seats and mandates are begun and ended."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from bodies.actions import seat as seats
from bodies.forms.seat import EndForm, MandateForm, SeatForm
from bodies.models import Mandate, Seat
from bodies.web import BodyMixin
from people.errors import Refused
from people.web import AuthenticatedRequest, FormView, done


class SeatAdd(BodyMixin, FormView[SeatForm]):
    """A new seat."""

    request: AuthenticatedRequest
    form_class = SeatForm
    template_name = "bodies/seat/form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=_("Nové místo"), action=_("Přidat místo"), **kwargs)

    def form_valid(self, form: SeatForm) -> HttpResponse:
        seats.add(body=self.object, by=self.request.user, now=self.now, **form.cleaned_data)
        return done(self.request, _("Místo je přidané, je zatím neobsazené."), self.get_success_url())


class SeatMixin(BodyMixin):
    """A page of a seat of the body."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.seat = get_object_or_404(Seat, pk=kwargs["pk"], body=self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(seat=self.seat, **kwargs)


class SeatEnd(SeatMixin, FormView[EndForm]):
    """A seat is abolished."""

    request: AuthenticatedRequest
    form_class = EndForm
    template_name = "bodies/seat/form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Zrušit místo"),
            action=_("Zrušit místo"),
            about=_("Mandáty na tomto místě skončí týmž dnem; kdo tu seděl dřív, zůstává zapsán."),
            is_grave=True,
            **kwargs,
        )

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": self.today}

    def form_valid(self, form: EndForm) -> HttpResponse:
        try:
            seats.end(seat=self.seat, by=self.request.user, now=self.now, **form.cleaned_data)
        except Refused as error:
            return beside(self, form, "ends_on", error)
        return done(self.request, _("Místo je zrušené."), self.get_success_url())


class SeatOccupy(SeatMixin, FormView[MandateForm]):
    """Somebody is seated."""

    request: AuthenticatedRequest
    form_class = MandateForm
    template_name = "bodies/seat/form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=_("Obsadit místo"), action=_("Obsadit místo"), **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": self.today}

    def form_valid(self, form: MandateForm) -> HttpResponse:
        try:
            seats.occupy(seat=self.seat, by=self.request.user, now=self.now, **form.cleaned_data)
        except Refused as error:
            return beside(self, form, "starts_on", error)
        return done(self.request, _("Místo je obsazené."), self.get_success_url())


class MandateEnd(BodyMixin, FormView[EndForm]):
    """A mandate ends."""

    request: AuthenticatedRequest
    form_class = EndForm
    template_name = "bodies/seat/form.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Mandate.objects.select_related("seat__body", "person")
        self.mandate = get_object_or_404(rows, pk=kwargs["pk"], seat__body=self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Ukončit mandát"),
            action=_("Ukončit mandát"),
            seat=self.mandate.seat,
            mandate=self.mandate,
            is_grave=True,
            **kwargs,
        )

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": self.today}

    def form_valid(self, form: EndForm) -> HttpResponse:
        try:
            seats.vacate(mandate=self.mandate, by=self.request.user, now=self.now, **form.cleaned_data)
        except Refused as error:
            return beside(self, form, "ends_on", error)
        return done(self.request, _("Mandát je ukončený."), self.get_success_url())


def beside(view: Any, form: BaseForm, field: str, error: Refused) -> HttpResponse:
    """Say beside a field why the office refuses, so that nothing typed is lost; races keep their own page."""
    if type(error) is not Refused:
        raise error
    form.add_error(field, error.message)
    response: HttpResponse = view.form_invalid(form)
    return response
