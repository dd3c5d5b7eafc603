"""Správa › Pošta: what was written to whom, and the letters of which nobody knows whether they left."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from people.actions import letter as letters
from people.enums import LetterState, Permission, Role, TerritoryKind
from people.forms.letter import LetterFilter
from people.models import Letter, Person
from people.post import LINK
from people.web import ActionMixin, AuthenticatedRequest, ListView, ObjectMixin, RuleRequiredMixin, done


def visible_to(person: Person) -> QuerySet[Letter]:
    """List the letters of the territories that a person administers; a region's also those of none."""
    if person.is_superuser:
        return Letter.objects.all()
    places = [one.territory for one in person.appointed(timezone.localdate(), (Role.ADMINISTRATOR,))]
    regions = [place.pk for place in places if place.kind == TerritoryKind.REGION]
    seen = Q(territory__in=[place.pk for place in places]) | Q(territory__region__in=regions)
    return Letter.objects.filter(seen | Q(territory=None) if regions else seen)


class LetterList(RuleRequiredMixin, ListView[Letter]):
    request: AuthenticatedRequest
    permission_required = Permission.ADMINISTER
    template_name = "people/letter/list.html"
    filter_class = LetterFilter

    def get_queryset(self) -> QuerySet[Letter]:
        return visible_to(self.request.user).defer("text", "html", "ics")

    def filtered(self, queryset: QuerySet[Letter], wanted: dict[str, Any]) -> QuerySet[Letter]:
        if wanted["state"]:
            queryset = queryset.filter(state=wanted["state"])
        return queryset.filter(Q(to_address__icontains=wanted["q"]) | Q(to_name__icontains=wanted["q"]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        uncertain = visible_to(self.request.user).filter(state=LetterState.UNCERTAIN).count()
        reads = self.request.user.has_perm(Permission.ADMINISTER_INBOUND)
        return super().get_context_data(uncertain=uncertain, reads_inbound=reads, **kwargs)


class LetterDetail(RuleRequiredMixin, ObjectMixin[Letter], TemplateView):
    permission_required = Permission.ADMINISTER_LETTER
    model = Letter
    template_name = "people/letter/detail.html"

    def get_objects(self) -> QuerySet[Letter]:
        return Letter.objects.select_related("person", "territory")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.object
        text = LINK.sub(_("[osobní odkaz]"), letter.text)
        return super().get_context_data(
            text=_("Obsah s kódem pro přihlášení se nezobrazuje.") if letter.secret else text,
            files=list(letter.attachments.all()),
            may_send_again=letter.state in letters.UNSETTLED and bool(letter.text.strip()),
            **kwargs,
        )


class LetterDeed(RuleRequiredMixin, ActionMixin, ObjectMixin[Letter], View):
    """What a person decides about a letter."""

    request: AuthenticatedRequest
    permission_required = Permission.ADMINISTER_LETTER
    model = Letter


class LetterSendAgain(LetterDeed):
    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        letters.send_again(letter=self.object, by=self.request.user, now=timezone.now())
        return done(request, _("Dopis odejde znovu."), reverse("admin_ui:letter", args=[self.object.pk]))


class LetterConfirm(LetterDeed):
    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        letters.confirm_delivery(letter=self.object, by=self.request.user, now=timezone.now())
        return done(request, _("Zapsali jsme, že dopis došel."), reverse("admin_ui:letters"))
