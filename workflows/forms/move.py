"""One form for each move that a person makes: what the office has to say with it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.enums import Deed
from workflows.guards import EditionFacts


class MoveForm(forms.Form):
    """A move that needs no words."""

    def __init__(self, *args: Any, facts: EditionFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = facts


class NoteForm(MoveForm):
    note = forms.CharField(
        label=_("Co se od minulé verze změnilo"),
        max_length=500,
        required=False,
        help_text=_("Jedna věta do seznamu verzí."),
    )


class TriadForm(NoteForm):
    due_on = forms.DateField(label=_("Vyjádření do"))

    field_order = ("due_on", "note")

    def clean_due_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["due_on"]
        if day < self.facts.today:
            raise forms.ValidationError(_("Termín pro vyjádření už uplynul, zvolte pozdější."))
        return day


class ConsultationForm(NoteForm):
    opens_on = forms.DateField(label=_("Připomínky od"))
    closes_on = forms.DateField(
        label=_("Připomínky do"), help_text=_("Poslední den, kdy lze připomínku poslat.")
    )
    answer_by = forms.DateField(
        label=_("Odpovíme do"), required=False, help_text=_("Zveřejní se u formuláře a na plakátu.")
    )
    lead = forms.CharField(
        label=_("Úvod pro veřejnost"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("Obyčejnými slovy: co plán řeší a na co se ptáte."),
    )
    address = forms.CharField(
        label=_("Kam poslat připomínku na papíře"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    field_order = ("opens_on", "closes_on", "answer_by", "lead", "address", "note")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last, answer = data.get("opens_on"), data.get("closes_on"), data.get("answer_by")
        if first and first < self.facts.today:
            self.add_error("opens_on", _("Připomínkové řízení nemůže začít v minulosti."))
        if first and last:
            days, minimum = (last - first).days + 1, self.facts.path.consultation_minimum
            if days < 1:
                self.add_error("closes_on", _("Připomínkové řízení nemůže skončit dřív, než začne."))
            elif days < minimum:
                text = _("Podle schvalovacího postupu musí trvat nejméně %(n)d dní, zadáno je %(days)d.")
                self.add_error("closes_on", text % {"n": minimum, "days": days})
        if last and answer and answer <= last:
            self.add_error("answer_by", _("Odpovídat budete až po skončení připomínek."))
        return data


class ExtendForm(MoveForm):
    closes_on = forms.DateField(label=_("Nový konec připomínek"))

    def clean_closes_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["closes_on"]
        window = self.facts.consultation
        if window is not None and day <= window.closes_on:
            raise forms.ValidationError(_("Nový konec musí být později než dosavadní."))
        return day


class ApprovalForm(NoteForm):
    due_on = forms.DateField(
        label=_("Schválit do"),
        required=False,
        help_text=_("Kdy má být rozhodnuto, například den zastupitelstva."),
    )

    field_order = ("due_on", "note")


class ReasonForm(MoveForm):
    reason = forms.CharField(
        label=_("Důvod"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        help_text=_("Uvidí ho všichni, koho se to týká, a zůstane v historii."),
    )


FORMS: dict[Deed, type[MoveForm]] = {
    Deed.SUBMIT_TO_TRIAD: TriadForm,
    Deed.OPEN_CONSULTATION: ConsultationForm,
    Deed.EXTEND_CONSULTATION: ExtendForm,
    Deed.CLOSE_CONSULTATION: MoveForm,
    Deed.START_SETTLEMENT: MoveForm,
    Deed.SUBMIT_FOR_APPROVAL: ApprovalForm,
    Deed.ADOPT: MoveForm,
    Deed.REJECT: ReasonForm,
    Deed.MAKE_EFFECTIVE: MoveForm,
    Deed.RETURN_FOR_REWORK: ReasonForm,
    Deed.WITHDRAW: ReasonForm,
}
