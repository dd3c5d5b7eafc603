"""Forms of the text: a chapter, an item with its money and indicators."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.alphabet import alphabetical
from people.models import Organisation, Territory
from workflows.actions.content import Cost, Measure
from workflows.enums import FundingSource
from workflows.models import Item, ServiceKind, TargetGroup
from workflows.validators import amount_of

LONGEST = 200_000
FEWEST_YEAR, LATEST_YEAR = 1990, 2100


class AmountField(forms.CharField):
    """Money or a number as Czechs write it: spaces between thousands, a decimal comma, perhaps Kč."""

    def to_python(self, value: Any) -> Any:
        return amount_of(value)

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Check nothing: a number has no length."""


class PartForm(forms.Form):
    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 20}), required=False, max_length=LONGEST
    )
    read_at = forms.IntegerField(widget=forms.HiddenInput)


class ItemForm(forms.Form):
    """A priority, goal, measure or activity (karta opatření, domain.md b5)."""

    title = forms.CharField(label=_("Název"), max_length=300)
    description = forms.CharField(
        label=_("Popis a zdůvodnění"), widget=forms.Textarea(attrs={"rows": 5}), required=False
    )
    needs = forms.CharField(
        label=_("Na jakou potřebu odpovídá"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    target_groups = forms.ModelMultipleChoiceField(
        label=_("Cílové skupiny"), queryset=TargetGroup.objects.all(), required=False
    )
    service_kinds = forms.ModelMultipleChoiceField(
        label=_("Druhy služeb"), queryset=ServiceKind.objects.all(), required=False
    )
    implementer = forms.ModelChoiceField(
        label=_("Realizátor"),
        queryset=Organisation.objects.order_by(*alphabetical("name")),
        required=False,
        empty_label=_("není určen"),
    )
    partners = forms.CharField(label=_("Partneři"), max_length=500, required=False)
    guarantor = forms.CharField(label=_("Garant opatření"), max_length=200, required=False)
    timetable = forms.CharField(
        label=_("Harmonogram"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    outputs = forms.CharField(label=_("Výstupy"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    risks = forms.CharField(label=_("Rizika"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    read_at = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CostForm(forms.Form):
    year = forms.IntegerField(label=_("Rok"), min_value=FEWEST_YEAR, max_value=LATEST_YEAR)
    # The empty choice keeps a row that nobody has filled in empty.
    source = forms.ChoiceField(label=_("Zdroj"), choices=[("", "–"), *FundingSource.choices])
    municipality = forms.TypedChoiceField(label=_("Která obec"), required=False, empty_value=None)
    amount = AmountField(label=_("Částka v Kč"))

    def __init__(self, *args: Any, municipalities: Mapping[str, Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["municipality"]
        # Read once for all rows of the formset.
        field.choices = [("", "–"), *((key, one.name) for key, one in municipalities.items())]
        field.coerce = lambda key: chosen(municipalities, key)

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if amount < 0:
            raise forms.ValidationError(_("Náklady nemohou být záporné."))
        return amount


class IndicatorForm(forms.Form):
    # An indicator that is renamed stays the one that values were reported for.
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Ukazatel"), max_length=200)
    unit = forms.CharField(label=_("Jednotka"), max_length=60)
    baseline = AmountField(label=_("Výchozí hodnota"), required=False)
    target = AmountField(label=_("Cílová hodnota"), required=False)


CostFormSet = forms.formset_factory(CostForm, extra=2, can_delete=True, can_delete_extra=False, max_num=60)
IndicatorFormSet = forms.formset_factory(
    IndicatorForm, extra=1, can_delete=True, can_delete_extra=False, max_num=30
)


def chosen(offered: Mapping[str, Territory], key: object) -> Territory:
    """Return what was chosen; ValueError is what a form makes a message of."""
    if str(key) not in offered:
        raise ValueError(key)
    return offered[str(key)]


def initial_of(item: Item) -> dict[str, Any]:
    """Return what an item's form starts with."""
    names = ("title", "description", "needs", "partners", "guarantor", "timetable", "outputs", "risks")
    return {
        **{name: getattr(item, name) for name in names},
        "implementer": item.implementer_id,
        "target_groups": [g.pk for g in item.target_groups.all()],
        "service_kinds": [k.pk for k in item.service_kinds.all()],
        "read_at": item.revision,
    }


def costs_of(item: Item) -> list[dict[str, Any]]:
    return [
        {"year": c.year, "source": c.source, "municipality": c.municipality_id, "amount": plain(c.amount)}
        for c in item.costs.all()
    ]


def indicators_of(item: Item) -> list[dict[str, Any]]:
    return [
        {
            "key": i.key,
            "name": i.name,
            "unit": i.unit,
            "baseline": plain(i.baseline),
            "target": plain(i.target),
        }
        for i in item.indicators.all()
    ]


def plain(number: Decimal | None) -> str:
    """Write a stored number as a person would type it."""
    if number is None:
        return ""
    return f"{number.normalize():,f}".replace(",", " ").replace(".", ",")


def filled(formset: Any) -> list[dict[str, Any]]:
    """Return the rows of a formset that somebody filled in and did not strike out."""
    return [
        row.cleaned_data for row in formset.forms if row.cleaned_data and not row.cleaned_data.get("DELETE")
    ]


def costs_from(formset: Any) -> list[Cost]:
    return [Cost(r["year"], r["source"], r["amount"], r.get("municipality")) for r in filled(formset)]


def indicators_from(formset: Any) -> list[Measure]:
    return [
        Measure(r["name"], r["unit"], r.get("baseline"), r.get("target"), r.get("key"))
        for r in filled(formset)
    ]
