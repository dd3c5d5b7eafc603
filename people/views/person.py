"""Správa › Lidé."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from people import journal
from people.actions import alias as aliases
from people.actions import person as persons
from people.enums import Permission
from people.forms.person import AliasForm, PersonChangeForm, PersonFilter, PersonForm
from people.guards import can_be_deactivated
from people.models import Alias, Appointment, Letter, Person
from people.web import (
    ActionMixin,
    AuthenticatedRequest,
    FormView,
    ListView,
    ObjectMixin,
    RuleRequiredMixin,
    done,
)


def page_of(person: Person) -> str:
    return reverse("admin_ui:person", args=[person.pk])


class PersonList(RuleRequiredMixin, ListView[Person]):
    permission_required = Permission.ADMINISTER
    template_name = "people/person/list.html"
    filter_class = PersonFilter

    def get_queryset(self) -> QuerySet[Person]:
        held = Prefetch("appointments", Appointment.objects.select_related("territory"))
        people = Person.objects.get_queryset().prefetch_related(held)
        return people if self.request.GET.get("state") else people.active()

    def filtered(self, queryset: QuerySet[Person], wanted: dict[str, Any]) -> QuerySet[Person]:
        people = Person.objects.named(wanted["q"]).values("pk")
        if wanted["state"] == "inactive":
            queryset = queryset.filter(is_active=False)
        return queryset.filter(pk__in=people) if wanted["q"] else queryset


class PersonDetail(RuleRequiredMixin, ObjectMixin[Person], TemplateView):
    permission_required = Permission.ADMINISTER
    model = Person
    template_name = "people/person/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        may_change = self.request.user.has_perm(Permission.ADMINISTER_PERSON, self.object)
        events = [
            {"at": entry.at, "text": journal.sentence(entry), "who": entry.by.short if entry.by else ""}
            for entry in journal.of(self.object).order_by("-number")[:20]
        ]
        return super().get_context_data(
            appointments=self.object.all_appointments,
            aliases=list(self.object.aliases.all()),
            letters=Letter.objects.filter(person=self.object)[:10],
            events=events,
            today=timezone.localdate(),
            may_change=may_change,
            blockers=can_be_deactivated(self.object, now) if may_change else [],
            **kwargs,
        )


class PersonAdd(RuleRequiredMixin, FormView[PersonForm]):
    request: AuthenticatedRequest
    permission_required = Permission.ADMINISTER
    form_class = PersonForm
    template_name = "people/person/edit.html"

    def form_valid(self, form: PersonForm) -> HttpResponse:
        person = persons.add(by=self.request.user, now=timezone.now(), **form.cleaned_data)
        return done(self.request, _("Osobu jsme zapsali."), page_of(person))


class PersonChange(RuleRequiredMixin, ObjectMixin[Person], FormView[PersonChangeForm]):
    request: AuthenticatedRequest
    permission_required = Permission.ADMINISTER_PERSON
    model = Person
    form_class = PersonChangeForm
    template_name = "people/person/edit.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        first = {"revision": self.object.revision}
        return {**super().get_form_kwargs(), "instance": self.object, "initial": first}

    def form_valid(self, form: PersonChangeForm) -> HttpResponse:
        persons.change(person=self.object, by=self.request.user, now=timezone.now(), **form.cleaned_data)
        return done(self.request, _("Změny jsme uložili."), page_of(self.object))


class PersonDeactivate(RuleRequiredMixin, ActionMixin, ObjectMixin[Person], View):
    request: AuthenticatedRequest
    permission_required = Permission.ADMINISTER_PERSON
    model = Person

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        persons.deactivate(person=self.object, by=self.request.user, now=timezone.now())
        return done(request, _("Přístup jsme ukončili. Osoba zůstává v historii."), page_of(self.object))


class PersonReactivate(RuleRequiredMixin, ActionMixin, ObjectMixin[Person], View):
    request: AuthenticatedRequest
    permission_required = Permission.ADMINISTER_PERSON
    model = Person

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        persons.reactivate(person=self.object, by=self.request.user, now=timezone.now())
        return done(request, _("Osoba má znovu přístup."), page_of(self.object))


class AliasAdd(RuleRequiredMixin, ObjectMixin[Person], FormView[AliasForm]):
    request: AuthenticatedRequest
    permission_required = Permission.ADMINISTER_PERSON
    model = Person
    form_class = AliasForm
    template_name = "people/person/alias.html"

    def form_valid(self, form: AliasForm) -> HttpResponse:
        user, address = self.request.user, form.cleaned_data["address"]
        aliases.add(person=self.object, address=address, by=user, now=timezone.now())
        return done(self.request, _("Adresu jsme zapsali."), page_of(self.object))


class AliasRemove(RuleRequiredMixin, ActionMixin, ObjectMixin[Alias], View):
    request: AuthenticatedRequest
    permission_required = Permission.ADMINISTER_PERSON
    model = Alias

    def get_objects(self) -> QuerySet[Alias]:
        return Alias.objects.select_related("person")

    def permission_object(self) -> Person:
        return self.object.person

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        aliases.remove(alias=self.object, by=self.request.user, now=timezone.now())
        return done(request, _("Adresu jsme odebrali."), page_of(self.object.person))
