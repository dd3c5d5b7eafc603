"""Forms of the network: one service, the filter of the list."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.alphabet import alphabetical
from people.models import Organisation, Territory
from workflows.enums import NetworkTier, ServiceForm
from workflows.forms.content import AmountField, plain
from workflows.models import Edition, NetworkService, ServiceKind, TargetGroup

LARGEST = Decimal(10) ** 8  # what the column holds; no service in the country comes near


def checked_capacity(form: forms.Form) -> Decimal | None:
    """Return the capacity that was typed; a capacity says in what it is counted."""
    capacity: Decimal | None = form.cleaned_data.get("capacity")
    if capacity is not None and not 0 <= capacity < LARGEST:
        raise forms.ValidationError(_("Kapacita je číslo od nuly do sta milionů."))
    return capacity


def ask_unit(form: forms.Form) -> None:
    """Ask for the unit where only a number was typed."""
    if form.cleaned_data.get("capacity") is not None and not form.cleaned_data.get("unit"):
        form.add_error("unit", _("Napište, v čem se kapacita počítá, například lůžka nebo úvazky."))


def places_of(edition: Edition) -> QuerySet[Territory]:
    """Return where a service of a network may be: the plan's territory and what lies in it."""
    own = edition.plan.territory_id
    rows = Territory.objects.filter(Q(pk=own) | Q(member_of=own) | Q(region=own) | Q(parent=own))
    return rows.distinct().order_by(*alphabetical("name"), "pk")


class ServiceEntryForm(forms.Form):
    """A service of the network, as its sheet in základní síť has it."""

    name = forms.CharField(label=_("Název služby"), max_length=250)
    provider = forms.ModelChoiceField(
        label=_("Poskytovatel"),
        queryset=Organisation.objects.order_by(*alphabetical("name")),
        empty_label=_("vyberte poskytovatele"),
    )
    identifier = forms.CharField(
        label=_("Identifikátor v registru"),
        max_length=20,
        required=False,
        validators=[RegexValidator(r"^\d+$", _("Identifikátor jsou jen číslice, například 3456789."))],
        help_text=_("Číslo služby v registru poskytovatelů sociálních služeb."),
    )
    kind = forms.ModelChoiceField(
        label=_("Druh služby"), queryset=ServiceKind.objects.all(), empty_label=_("vyberte druh")
    )
    form = forms.ChoiceField(label=_("Forma"), choices=ServiceForm.choices)
    tier = forms.ChoiceField(label=_("Zařazení"), choices=NetworkTier.choices)
    capacity = AmountField(label=_("Kapacita"), required=False)
    unit = forms.CharField(
        label=_("Jednotka kapacity"),
        max_length=60,
        required=False,
        help_text=_("Například: lůžka, úvazky v přímé péči, okamžitá kapacita."),
    )
    target_groups = forms.ModelMultipleChoiceField(
        label=_("Cílové skupiny"), queryset=TargetGroup.objects.all(), required=False
    )
    territory = forms.ModelChoiceField(
        label=_("Kde působí"),
        queryset=Territory.objects.none(),
        required=False,
        empty_label=_("na celém území plánu"),
    )
    since = forms.DateField(label=_("V síti od"), required=False)
    until = forms.DateField(label=_("V síti do"), required=False)
    note = forms.CharField(label=_("Poznámka"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    read_at = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = places_of(edition)  # type: ignore[attr-defined]

    def clean_capacity(self) -> Decimal | None:
        return checked_capacity(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        ask_unit(self)
        first, last = data.get("since"), data.get("until")
        if first and last and last < first:
            self.add_error("until", _("Služba nemůže ze sítě odejít dřív, než do ní přijde."))
        return data


def values_of(form: ServiceEntryForm) -> dict[str, Any]:
    """Return what the action writes of a cleaned form."""
    return {k: v for k, v in form.cleaned_data.items() if k not in ("target_groups", "read_at")}


def initial_of(service: NetworkService) -> dict[str, Any]:
    """Return what a service's form starts with."""
    plainly = ("name", "identifier", "form", "tier", "unit", "since", "until", "note")
    return {
        **{name: getattr(service, name) for name in plainly},
        **{name: getattr(service, f"{name}_id") for name in ("provider", "kind", "territory")},
        "capacity": plain(service.capacity),
        "target_groups": [group.pk for group in service.target_groups.all()],
        "read_at": service.revision,
    }


class ServiceFilter(forms.Form):
    """The filter of a network."""

    q = forms.CharField(label=_("Služba nebo poskytovatel"), required=False, max_length=100)
    tier = forms.ChoiceField(
        label=_("Zařazení"), choices=[("", _("obojí")), *NetworkTier.choices], required=False
    )
    kind = forms.ModelChoiceField(
        label=_("Druh služby"), queryset=ServiceKind.objects.all(), required=False, empty_label=_("všechny")
    )
    form = forms.ChoiceField(
        label=_("Forma"), choices=[("", _("všechny")), *ServiceForm.choices], required=False
    )
