"""Forms of a body and of the list of bodies."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bodies.enums import BodyKind
from bodies.forms.person import PersonField
from bodies.models import Body
from bodies.queries.listing import places_with_bodies
from people.alphabet import alphabetical
from people.enums import TerritoryKind
from people.models import Person, Territory
from people.rules import territories_of


class BodyFilter(forms.Form):
    """What the list of bodies is narrowed by."""

    q = forms.CharField(label=_("Název"), required=False, max_length=100)
    territory = forms.ModelChoiceField(
        Territory.objects.none(), label=_("Území"), required=False, empty_label=_("všechna území")
    )
    kind = forms.ChoiceField(
        label=_("Druh"), required=False, choices=[("", _("všechny druhy")), *BodyKind.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = places_with_bodies()  # type: ignore[attr-defined]


ORGANISER_HELP = _("Svolává, zve a přijímá odpovědi. Jméno a příjmení, nebo e-mailová adresa.")
PARENT_HELP = _("Například výbor patří k zastupitelstvu, pracovní skupina k řídící skupině.")


def parents_of(body: Body) -> QuerySet[Body]:
    """List the bodies of the same territory or its region that a body may belong to."""
    region = body.territory.region_id or body.territory_id
    near = Body.objects.filter(Q(territory=body.territory_id) | Q(territory=region))
    return near.exclude(pk=body.pk).order_by("territory", *alphabetical("name"))


class BodyForm(forms.ModelForm[Body]):
    """What is said about a body; `revision` is the one that the person has read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Body
        fields = ["name", "short_name", "starts_on", "ends_on", "about"]
        widgets = {"starts_on": forms.DateInput, "ends_on": forms.DateInput}

    organiser = PersonField(label=_("Organizátor/ka"), required=False, help_text=ORGANISER_HELP)
    parent = forms.ModelChoiceField(
        Body.objects.none(),
        label=_("Součást orgánu"),
        required=False,
        empty_label=_("žádného"),
        help_text=PARENT_HELP,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.instance
        self.fields["parent"].queryset = parents_of(held)  # type: ignore[attr-defined]
        self.initial.setdefault("parent", held.parent_id)
        if held.organiser:
            self.initial.setdefault("organiser", held.organiser.email)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Orgán nemůže zaniknout dřív, než vznikl."))
        return data

    def validate_constraints(self) -> None:
        """Leave the database's rules to the database; `clean` has said them in words."""


class NewBodyForm(forms.Form):
    """A new body of a territory that the person runs."""

    name = forms.CharField(label=_("Název"), max_length=200)
    short_name = forms.CharField(
        label=_("Zkratka"), max_length=40, required=False, help_text=_("Například KOOS nebo K 21.")
    )
    kind = forms.ChoiceField(label=_("Druh"), choices=BodyKind.choices)
    territory = forms.ModelChoiceField(Territory.objects.none(), label=_("Území"))
    starts_on = forms.DateField(label=_("Vznik"), required=False, widget=forms.DateInput)
    about = forms.CharField(
        label=_("Čím se zabývá"), required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )
    parent = forms.ModelChoiceField(
        Body.objects.none(),
        label=_("Součást orgánu"),
        required=False,
        empty_label=_("žádného"),
        help_text=PARENT_HELP,
    )
    organiser = PersonField(label=_("Organizátor/ka"), required=False, help_text=ORGANISER_HELP)

    def __init__(self, *args: Any, person: Person, roles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = run_by(person, roles, timezone.localdate())
        self.fields["territory"].queryset = places  # type: ignore[attr-defined]
        within = Body.objects.filter(territory__in=places).order_by("territory", *alphabetical("name"))
        self.fields["parent"].queryset = within  # type: ignore[attr-defined]


def run_by(person: Person, roles: Any, day: dt.date) -> Any:
    """List the territories that a person runs; the administrator of a region runs all of its territories."""
    held = territories_of(person, roles, day)
    regions = [t.pk for t in held if t.kind == TerritoryKind.REGION]
    within = Territory.objects.filter(region__in=regions) if regions else Territory.objects.none()
    return Territory.objects.filter(pk__in=[*[t.pk for t in held], *within.values_list("pk", flat=True)])
