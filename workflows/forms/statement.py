"""Forms of the register of statements: one statement, its withdrawal, the filter."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bodies.models import Resolution
from documents.validators import media_type_of
from people.alphabet import alphabetical
from people.models import Organisation, Territory
from workflows.enums import Necessity, NetworkTier, ServiceForm
from workflows.forms.content import AmountField, plain
from workflows.forms.network import ask_unit, checked_capacity
from workflows.models import NetworkService, ServiceKind, Statement
from workflows.queries.statement import service_in_network

FIRST_YEAR, LAST_YEAR = 2007, 2100  # the act on social services is in force since 2007
FORMS = [("", _("neuvedena")), *ServiceForm.choices]
TIERS = [("", _("bez návrhu")), *NetworkTier.choices]


class StatementForm(forms.Form):
    """Vyjádření obce k potřebnosti a zařazení služby."""

    territory = forms.ModelChoiceField(
        label=_("Obec"), queryset=Territory.objects.none(), empty_label=_("vyberte obec")
    )
    year = forms.IntegerField(label=_("Pro rok"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    provider = forms.ModelChoiceField(
        label=_("Poskytovatel"),
        queryset=Organisation.objects.order_by(*alphabetical("name")),
        empty_label=_("vyberte poskytovatele"),
    )
    service = forms.CharField(label=_("Služba"), max_length=250)
    kind = forms.ModelChoiceField(
        label=_("Druh služby"), queryset=ServiceKind.objects.all(), empty_label=_("vyberte druh")
    )
    form = forms.ChoiceField(label=_("Forma"), choices=FORMS, required=False)
    necessity = forms.ChoiceField(label=_("Potřebnost"), choices=Necessity.choices, widget=forms.RadioSelect)
    tier = forms.ChoiceField(label=_("Navržené zařazení"), choices=TIERS, required=False)
    capacity = AmountField(label=_("Potřebná kapacita"), required=False)
    unit = forms.CharField(
        label=_("Jednotka kapacity"),
        max_length=60,
        required=False,
        help_text=_("Například: lůžka, úvazky v přímé péči, okamžitá kapacita."),
    )
    text = forms.CharField(
        label=_("Odůvodnění"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=20_000,
        help_text=_("Čtou ho jen úřady, veřejnost ne. Bez něj nejde zapsat, že služba potřebná není."),
    )
    given_on = forms.DateField(label=_("Dne"))
    given_by = forms.CharField(
        label=_("Za obec"),
        max_length=200,
        required=False,
        help_text=_("Kdo vyjádření podepsal. Jméno se nezveřejňuje."),
    )
    reference = forms.CharField(label=_("Č. j."), max_length=60, required=False)
    resolution = forms.ModelChoiceField(
        label=_("Usnesení"),
        queryset=Resolution.objects.none(),
        required=False,
        empty_label=_("bez usnesení"),
    )
    upload = forms.FileField(
        label=_("Vyjádření jako soubor"),
        required=False,
        help_text=_("PDF, obrázek, DOCX, ODT nebo XLSX, nejvýše 10 MB."),
    )
    service_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, territories: QuerySet[Territory], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        fields: Any = self.fields
        fields["territory"].queryset = territories
        rows = Resolution.objects.filter(body__territory__in=territories.order_by().values("pk"))
        fields["resolution"].queryset = rows.select_related("body").order_by("-decided_on", "-pk")
        fields["resolution"].label_from_instance = named

    def clean_capacity(self) -> Decimal | None:
        return checked_capacity(self)

    def clean_given_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["given_on"]
        if day > self.today:
            raise forms.ValidationError(_("Vyjádření nemůže být z budoucího dne."))
        return day

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload:
            media_type_of(upload)
        return upload

    def clean_service_key(self) -> Any:
        """Keep the key of a service that is in a network; another one means nothing."""
        key = self.cleaned_data["service_key"]
        return key if key and service_in_network(key) else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        ask_unit(self)
        if data.get("necessity") == Necessity.NOT_NEEDED and not data.get("text"):
            self.add_error("text", _("Napište prosím, proč obec službu nepotřebuje."))
        place, resolution = data.get("territory"), data.get("resolution")
        if place and resolution and resolution.body.territory_id != place.pk:
            self.add_error("resolution", _("Toto usnesení je orgánu jiné obce."))
        return data


def named(resolution: Resolution) -> str:
    """Name a resolution in the list of a form."""
    words = (resolution.number, resolution.body.name, f"{resolution.decided_on:%-d. %-m. %Y}")
    return ", ".join(word for word in words if word)


def values_of(form: StatementForm) -> dict[str, Any]:
    """Return what the action writes of a cleaned form."""
    return {k: v for k, v in form.cleaned_data.items() if k not in ("territory", "upload")}


def initial_from(service: NetworkService) -> dict[str, Any]:
    """Start a statement with a service of a network."""
    return {
        "provider": service.provider_id,
        "service": service.name,
        "kind": service.kind_id,
        "form": service.form,
        "tier": service.tier,
        "capacity": plain(service.capacity),
        "unit": service.unit,
        "service_key": service.key,
    }


def initial_of(statement: Statement) -> dict[str, Any]:
    """Start a newer statement with the words of the one that it supersedes; the day is the new one's."""
    names = ("year", "service", "form", "necessity", "tier", "unit", "text", "given_by", "service_key")
    return {
        **{name: getattr(statement, name) for name in names},
        **{name: getattr(statement, f"{name}_id") for name in ("territory", "provider", "kind")},
        "capacity": plain(statement.capacity),
    }


class WithdrawForm(forms.Form):
    withdrawn_on = forms.DateField(label=_("Dne"))
    reason = forms.CharField(
        label=_("Proč obec vyjádření bere zpět"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    read_at = forms.IntegerField(widget=forms.HiddenInput)


class StatementFilter(forms.Form):
    """The filter of the register; it shows what is valid unless asked for more."""

    q = forms.CharField(label=_("Služba nebo poskytovatel"), required=False, max_length=100)
    territory = forms.ModelChoiceField(
        label=_("Obec"), queryset=Territory.objects.none(), required=False, empty_label=_("všechny")
    )
    year = forms.IntegerField(label=_("Pro rok"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    kind = forms.ModelChoiceField(
        label=_("Druh služby"), queryset=ServiceKind.objects.all(), required=False, empty_label=_("všechny")
    )
    necessity = forms.ChoiceField(
        label=_("Potřebnost"), choices=[("", _("jakákoli")), *Necessity.choices], required=False
    )
    tier = forms.ChoiceField(
        label=_("Navržené zařazení"), choices=[("", _("jakékoli")), *NetworkTier.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("Platnost"),
        choices=[
            ("", _("platná")),
            ("superseded", _("nahrazená")),
            ("withdrawn", _("vzatá zpět")),
            ("all", _("všechna")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = Statement.objects.order_by().values("territory")
        fields: Any = self.fields
        fields["territory"].queryset = Territory.objects.filter(pk__in=said).order_by(
            *alphabetical("name"), "pk"
        )
