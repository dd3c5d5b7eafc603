from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.enums import OrganisationKind, TerritoryKind
from people.models import Organisation, Territory


class OrganisationForm(forms.ModelForm[Organisation]):
    class Meta:
        model = Organisation
        fields = ("name", "kind", "ico", "data_box", "email", "territory", "parent")

    def __init__(self, *args: Any, places: QuerySet[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = places  # type: ignore[attr-defined]
        self.fields["territory"].required = True
        others = Organisation.objects.exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = others  # type: ignore[attr-defined]


class OrganisationChangeForm(OrganisationForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)


class TerritoryForm(forms.ModelForm[Territory]):
    class Meta:
        model = Territory
        fields = ("kind", "name", "code", "parent", "owner", "members", "population")

    def __init__(self, *args: Any, places: QuerySet[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent, members = self.fields["parent"], self.fields["members"]
        kept = Territory.objects.filter(pk=self.instance.parent_id or 0)
        parent.queryset = (places | kept).exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
        regions = Q(region__in=places.values("region")) | Q(region__in=places.values("pk"))
        towns = Territory.objects.filter(regions, kind=TerritoryKind.MUNICIPALITY)
        members.queryset = towns  # type: ignore[attr-defined]
        members.help_text = _("Jen u plánovacího území a správního obvodu.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind = self.kind_of(cleaned)
        if kind != TerritoryKind.REGION and not cleaned.get("parent") and "parent" not in self.errors:
            self.add_error("parent", _("Vyberte, v jakém území leží."))
        if kind not in {TerritoryKind.PLANNING, TerritoryKind.ORP} and cleaned.get("members"):
            self.add_error("members", _("Obce se přiřazují jen plánovacímu území a správnímu obvodu."))
        return cleaned

    def kind_of(self, cleaned: dict[str, Any]) -> str:
        return str(cleaned.get("kind", ""))


class TerritoryChangeForm(TerritoryForm):
    """The kind of a territory stays what it was when it was entered."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta(TerritoryForm.Meta):
        fields = TerritoryForm.Meta.fields[1:]  # type: ignore[assignment]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        same = Territory.objects.filter(kind=self.instance.kind, code=code).exclude(pk=self.instance.pk)
        if code and same.exists():
            raise forms.ValidationError(_("Území tohoto druhu s tímto kódem už existuje."))
        return code

    def kind_of(self, cleaned: dict[str, Any]) -> str:  # noqa: ARG002 - the kind is not asked again
        return self.instance.kind


class OrganisationFilter(forms.Form):
    q = forms.CharField(label=_("Název nebo IČO"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Druh"), required=False, choices=[("", _("všechny")), *OrganisationKind.choices]
    )


class TerritoryFilter(forms.Form):
    q = forms.CharField(label=_("Název"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Druh"), required=False, choices=[("", _("všechna")), *TerritoryKind.choices]
    )
