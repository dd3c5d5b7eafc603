"""The filter of the list of municipalities."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.enums import TerritoryKind
from people.models import Territory


class MunicipalityFilter(forms.Form):
    q = forms.CharField(label=_("Obec nebo území"), required=False, max_length=100)
    region = forms.ModelChoiceField(
        label=_("Kraj"),
        queryset=Territory.objects.filter(kind=TerritoryKind.REGION),
        required=False,
        empty_label=_("všechny"),
    )
