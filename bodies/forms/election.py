"""Form of an election."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ElectionForm(forms.Form):
    """The first voting day; whoever reads the preview confirms exactly that."""

    voted_on = forms.DateField(
        label=_("První den voleb"),
        widget=forms.DateInput,
        help_text=_("Volí-li se v pátek a v sobotu, je to pátek. Mandáty skončí tímto dnem."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=16)
