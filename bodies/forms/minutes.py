"""Forms of the minutes: text around the items, verifiers, paper, return, correction, remarks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bodies.enums import CorrectionKind, RemarkState
from bodies.models import AgendaItem, Correction, Meeting, Minutes, Remark
from documents.forms.text import PlainTextField
from documents.models import Confirmation
from documents.validators import LONGEST_COMMENT
from people.alphabet import alphabetical
from people.models import Person

SETTLED = [(state.value, state.label) for state in RemarkState if state != RemarkState.RECEIVED]


def long_text(label: Any, *, required: bool = True, rows: int = 4, help_text: Any = "") -> forms.CharField:
    return PlainTextField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class MinutesForm(forms.ModelForm[Minutes]):
    """What stands before the first item and after the last."""

    read_at = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Minutes
        fields = ["opening", "closing"]
        widgets = {"opening": forms.Textarea(attrs={"rows": 6}), "closing": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"opening": _("Text v [[dvojitých hranatých závorkách]] se veřejnosti neukáže.")}


class SubmitForm(forms.Form):
    """Who verifies the minutes: people who were at the meeting."""

    verifiers = forms.ModelMultipleChoiceField(
        label=_("Kdo zápis ověří"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verifiers"].queryset = (  # type: ignore[attr-defined]
            Person.objects.active()
            .filter(participations__meeting=meeting, participations__removed_at=None)
            .order_by(*alphabetical("last_name", "first_name"), "pk")
        )
        self.fields["verifiers"].label_from_instance = lambda person: person.name  # type: ignore[attr-defined]


class PaperForm(forms.Form):
    """Who signed the printed minutes, when, and the scan."""

    signed = forms.ModelMultipleChoiceField(
        label=_("Kdo podepsal"),
        queryset=Confirmation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    signed_on = forms.DateField(label=_("Den podpisu"), widget=forms.DateInput)
    scan = forms.FileField(
        label=_("Sken podepsaného zápisu"), help_text=_("PDF nebo obrázek, nejvýše 10 MB.")
    )

    def __init__(self, *args: Any, waiting: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed"].queryset = waiting  # type: ignore[attr-defined]
        self.fields["signed"].label_from_instance = lambda one: one.person.name  # type: ignore[attr-defined]


class ReopenForm(forms.Form):
    reason = long_text(_("Proč se zápis vrací k úpravám"))


class CorrectionForm(forms.ModelForm[Correction]):
    kind = forms.ChoiceField(label=_("Druh"), choices=CorrectionKind.choices, widget=forms.RadioSelect)
    text = long_text(_("Znění"), help_text=_("Napište, co má v zápisu správně být, nebo co se doplňuje."))
    reason = long_text(_("Důvod"), rows=2)

    class Meta:
        model = Correction
        fields = ["kind", "item", "text", "reason"]
        labels = {"item": _("Kterého bodu se týká")}

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items: Any = self.fields["item"]
        items.queryset = AgendaItem.objects.filter(meeting=meeting).order_by("order", "pk")
        items.empty_label = str(_("celého zápisu"))


class RemarkForm(forms.ModelForm[Remark]):
    """A remark to an item and its paragraph; whoever types for somebody says for whom."""

    text = long_text(_("Vaše připomínka"))
    person = forms.ModelChoiceField(label=_("Čí připomínka je"), queryset=Person.objects.none())

    class Meta:
        model = Remark
        fields = ["person", "text", "item", "paragraph"]
        widgets = {"item": forms.HiddenInput, "paragraph": forms.HiddenInput}

    def __init__(self, *args: Any, meeting: Meeting, for_other: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items: Any = self.fields["item"]
        items.queryset = AgendaItem.objects.filter(meeting=meeting)
        people: Any = self.fields["person"]
        if meeting.body.is_council:
            self.fields["text"].label = _("Vaše námitka")
            people.label = _("Čí námitka je")
        if not for_other:
            del self.fields["person"]
            return
        people.queryset = Person.objects.filter(participations__meeting=meeting).order_by(
            *alphabetical("last_name", "first_name"), "pk"
        )
        people.label_from_instance = lambda person: person.name


class SettleForm(forms.Form):
    """How a remark was settled; `seen` is the state in which the person saw it."""

    seen = forms.ChoiceField(choices=RemarkState.choices, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("Vypořádání"), choices=SETTLED, widget=forms.RadioSelect)
    reason = long_text(
        _("Odůvodnění pro autora"),
        required=False,
        rows=2,
        help_text=_("U zapracované připomínky nemusí být."),
    )

    def __init__(self, *args: Any, is_council: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_council:
            self.fields["reason"].help_text = _("U zapracované námitky nemusí být.")
