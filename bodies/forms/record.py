"""Forms of the record of a debate."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bodies.models import AgendaItem, RecordText

LONGEST = 100_000


class RecordForm(forms.Form):
    """The text of an item with the version over which it was written."""

    text = forms.CharField(
        label=_("Průběh rozpravy"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    read_at = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    unanswered = forms.CharField(required=False, strip=False, max_length=LONGEST, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, item: AgendaItem) -> None:
        initial = {"text": item.record, "read_at": item.record_revision}
        super().__init__(data, initial=initial, auto_id="zaznam_%s")


class MergeForm(forms.Form):
    """One text made of those in conflict."""

    text = forms.CharField(
        label=_("Spojený text"),
        required=False,
        strip=False,
        max_length=3 * LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    read_at = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    settled = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, data: Any = None, *, item: AgendaItem, texts: Sequence[RecordText]) -> None:
        both = "\n\n".join([item.record, *(one.text for one in texts)]).strip()
        initial = {"text": both, "read_at": item.record_revision, "settled": [one.pk for one in texts]}
        super().__init__(data, initial=initial, auto_id="spojit_%s")
        settled = self.fields["settled"]
        settled.choices = [(pk, str(pk)) for pk in item.texts.values_list("pk", flat=True)]  # type: ignore[attr-defined]
