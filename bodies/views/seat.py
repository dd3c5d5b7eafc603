"""Seats and mandates are begun and ended."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from bodies.actions import seat as seats
from bodies.forms.seat import EndForm, MandateForm, MandateWordsForm, SeatForm, SeatWordsForm
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


class SeatEdit(SeatMixin, FormView[SeatWordsForm]):
    """The words about a seat."""

    request: AuthenticatedRequest
    form_class = SeatWordsForm
    template_name = "bodies/seat/form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Upravit místo"),
            action=_("Uložit"),
            about=_(
                "Stranu, hlas ani organizaci měnit nelze: místo zrušte a zřiďte jiné, ať platí historie."
            ),
            **kwargs,
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Seat.objects.get(pk=self.seat.pk)}

    def form_valid(self, form: SeatWordsForm) -> HttpResponse:
        seats.describe(seat=self.seat, by=self.request.user, now=self.now, **form.cleaned_data)
        return done(self.request, _("Uloženo."), self.get_success_url())


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
        return {"starts_on": self.today, "appointed_by": self.seat.appointer}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "seat": self.seat}

    def form_valid(self, form: MandateForm) -> HttpResponse:
        try:
            seats.occupy(seat=self.seat, by=self.request.user, now=self.now, **form.cleaned_data)
        except Refused as error:
            return beside(self, form, "starts_on", error)
        return done(self.request, _("Místo je obsazené."), self.get_success_url())


class MandateMixin(BodyMixin):
    """A page of a mandate in the body."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Mandate.objects.select_related("seat__body", "person")
        self.mandate = get_object_or_404(rows, pk=kwargs["pk"], seat__body=self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(seat=self.mandate.seat, mandate=self.mandate, **kwargs)


class MandateEdit(MandateMixin, FormView[MandateWordsForm]):
    """What is written beside a mandate."""

    request: AuthenticatedRequest
    form_class = MandateWordsForm
    template_name = "bodies/seat/form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=_("Upravit mandát"), action=_("Uložit"), **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "mandate": self.mandate}

    def get_initial(self) -> dict[str, Any]:
        held = self.mandate
        names = ("term_ends_on", "appointed_by", "may_name_publicly")
        return {name: getattr(held, name) for name in names}

    def form_valid(self, form: MandateWordsForm) -> HttpResponse:
        said = {**self.get_initial(), **form.cleaned_data}
        try:
            seats.amend(mandate=self.mandate, by=self.request.user, now=self.now, **said)
        except Refused as error:
            return beside(self, form, "term_ends_on", error)
        return done(self.request, _("Uloženo."), self.get_success_url())


class MandateEnd(MandateMixin, FormView[EndForm]):
    """A mandate ends."""

    request: AuthenticatedRequest
    form_class = EndForm
    template_name = "bodies/seat/form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Ukončit mandát"),
            action=_("Ukončit mandát"),
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
