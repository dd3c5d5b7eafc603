"""The filter of public meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bodies.queries import public

PERIODS = [("", _("nadcházející")), ("past", _("proběhlá"))]


class PublicMeetingFilter(forms.Form):
    period = forms.ChoiceField(label=_("Období"), choices=PERIODS, required=False)
    territory = forms.ModelChoiceField(label=_("Území"), queryset=public.places(), required=False)
    body = forms.ModelChoiceField(label=_("Orgán"), queryset=public.public_bodies(), required=False)
    text = forms.CharField(label=_("Hledat"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("territory", "body"):
            field: Any = self.fields[name]
            field.empty_label = str(_("všechna") if name == "territory" else _("všechny"))
