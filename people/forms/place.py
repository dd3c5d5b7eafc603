from django import forms
from django.utils.translation import gettext_lazy as _

from people.enums import OrganisationKind, TerritoryKind


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
