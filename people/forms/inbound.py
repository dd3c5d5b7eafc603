from django import forms
from django.utils.translation import gettext_lazy as _

from people.enums import InboundState


class InboundFilter(forms.Form):
    q = forms.CharField(label=_("Odesílatel nebo předmět"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Stav"), required=False, choices=[("", _("všechny")), *InboundState.choices]
    )


class InboundIgnoreForm(forms.Form):
    reason = forms.CharField(
        label=_("Proč zprávu odkládáte"),
        max_length=300,
        error_messages={"required": _("Napište prosím, proč zprávu odkládáte.")},
    )
