"""Forms of asking for inputs: whom to ask, excusing, handing over, typing in for somebody."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.enums import Channel
from documents.forms.text import PlainTextField
from documents.validators import media_type_of
from workflows.enums import InputPurpose, InputRequestState
from workflows.models import Plan
from workflows.queries.inputs import Candidate

LONGEST = 20_000


class SubjectForm(forms.Form):
    """What is asked for and about which year; the list of whom to ask follows from it."""

    purpose = forms.ChoiceField(label=_("O co žádáte"), choices=InputPurpose.choices)
    year = forms.TypedChoiceField(label=_("Za který rok"), coerce=int)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, last = plan.period_from, plan.period_to
        years = range(first.year, last.year + 1) if first and last else ()
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class OpenForm(forms.Form):
    """Whom to ask, until when, and what to add to the letter."""

    asked = forms.MultipleChoiceField(
        label=_("Koho požádat"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vyberte aspoň jednu organizaci nebo obec, které se chcete zeptat.")},
    )
    due_on = forms.DateField(label=_("Odpovědět do"), widget=forms.DateInput(attrs={"type": "date"}))
    note = PlainTextField(
        label=_("Co k tomu napsat"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=LONGEST,
        help_text=_("Stane se součástí dopisu."),
    )

    def __init__(self, *args: Any, candidates: Sequence[Candidate], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = {one.code: one for one in candidates}
        self.today = today
        offered: Any = self.fields["asked"]
        offered.choices = [(one.code, self.described(one)) for one in candidates]
        offered.initial = list(self.candidates)

    def described(self, one: Candidate) -> str:
        contact = one.contact or _("bez e-mailu, dopis vytisknete")
        return f"{one.name} – {contact}"

    def clean_due_on(self) -> dt.date:
        due_on: dt.date = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError(_("Termín už minul, zvolte pozdější den."))
        return due_on

    def chosen(self) -> list[Candidate]:
        return [self.candidates[code] for code in self.cleaned_data["asked"]]


class ExtendForm(forms.Form):
    """Until when answers are awaited after all."""

    due_on = forms.DateField(label=_("Nový termín"), widget=forms.DateInput(attrs={"type": "date"}))
    note = PlainTextField(
        label=_("Co k tomu napsat"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=LONGEST,
        help_text=_("Stane se součástí dopisu těm, kdo zatím neodpověděli."),
    )

    def __init__(self, *args: Any, after: dt.date, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.after, self.today = after, today

    def clean_due_on(self) -> dt.date:
        due_on: dt.date = self.cleaned_data["due_on"]
        if due_on <= self.after:
            raise forms.ValidationError(_("Nový termín musí být pozdější než dosavadní."))
        if due_on < self.today:
            raise forms.ValidationError(_("Termín už minul, zvolte pozdější den."))
        return due_on


class MoreForm(OpenForm):
    """Others are asked while the round runs, with its term and note."""

    due_on = None  # type: ignore[assignment]
    note = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked"].initial = []


class StateForm(forms.Form):
    """Filter of a round."""

    state = forms.ChoiceField(
        label=_("Stav"),
        required=False,
        choices=[("", _("všechny")), ("silent", _("čeká se na ně")), *InputRequestState.choices],
    )


class ExcuseForm(forms.Form):
    reason = PlainTextField(
        label=_("Proč se na odpověď už nečeká"),
        max_length=300,
        help_text=_("Například: organizace zanikla, služba skončila. Dostane to tázaný, má-li e-mail."),
    )


class HandOverForm(forms.Form):
    """A colleague who will answer."""

    first_name = PlainTextField(label=_("Jméno"), max_length=100)
    last_name = PlainTextField(label=_("Příjmení"), max_length=100)
    email = forms.EmailField(label=_("E-mail"))


class RecordForm(forms.Form):
    """Who said what is being typed in, and what proves it."""

    said_by = PlainTextField(label=_("Kdo odpověděl"), max_length=200)
    channel = forms.ChoiceField(
        label=_("Jak odpověď přišla"),
        choices=[c for c in Channel.choices if c[0] not in (Channel.FORM, Channel.HEARING)],
    )
    evidence_note = PlainTextField(
        label=_("Čím je to doloženo"),
        max_length=300,
        required=False,
        help_text=_("Například: telefonát 14. 1. 2027 v 10.15, e-mail z 13. 1., vyplněný formulář."),
    )
    evidence = forms.FileField(
        label=_("Sken nebo soubor"),
        required=False,
        help_text=_("PDF, obrázek, DOCX, ODT nebo XLSX, nejvýše 10 MB."),
    )

    def clean_evidence(self) -> Any:
        upload = self.cleaned_data["evidence"]
        if upload:
            media_type_of(upload)
        return upload

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("evidence") and not (data.get("evidence_note") or "").strip():
            self.add_error("evidence_note", _("Uveďte, čím je odpověď doložena, nebo přiložte soubor."))
        return data
