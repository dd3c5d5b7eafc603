"""Správa › Lidé: pověření."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.actions import appointment as appointments
from people.enums import Permission, Role
from people.forms.appointment import AppointmentEndForm, AppointmentForm
from people.models import Appointment, Person, Territory
from people.web import AuthenticatedRequest, FormView, ObjectMixin, RuleRequiredMixin, done


class AppointmentAdd(RuleRequiredMixin, ObjectMixin[Person], FormView[AppointmentForm]):
    request: AuthenticatedRequest
    permission_required = Permission.ADMINISTER_PERSON
    model = Person
    form_class = AppointmentForm
    template_name = "people/appointment/add.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate()
        asked = {"by": self.request.user, "day": today, "initial": {"starts_on": today}}
        return {**super().get_form_kwargs(), **asked}

    def form_valid(self, form: AppointmentForm) -> HttpResponse:
        cleaned = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        appointments.add(person=self.object, by=self.request.user, now=timezone.now(), **cleaned)
        return done(
            self.request, _("Pověření jsme zapsali."), reverse("admin_ui:person", args=[self.object.pk])
        )


class AppointmentEnd(RuleRequiredMixin, ObjectMixin[Appointment], FormView[AppointmentEndForm]):
    request: AuthenticatedRequest
    permission_required = Permission.ADMINISTER_TERRITORY
    model = Appointment
    form_class = AppointmentEndForm
    template_name = "people/appointment/end.html"

    def permission_object(self) -> Territory:
        return self.object.territory

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": timezone.localdate()}

    def form_valid(self, form: AppointmentEndForm) -> HttpResponse:
        appointments.end(
            appointment=self.object,
            ends_on=form.cleaned_data["ends_on"],
            by=self.request.user,
            now=timezone.now(),
        )
        return done(
            self.request,
            _("Konec pověření jsme zapsali."),
            reverse("admin_ui:person", args=[self.object.person_id]),
        )
