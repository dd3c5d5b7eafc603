"""Forms of the approval: decisions, opinions, numbers, validity, publication, questions to named people."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bodies.forms.person import people_like
from bodies.models import Meeting
from documents import validators
from people.errors import Refused
from people.models import Person
from workflows.enums import OPEN_OUTCOMES, Outcome, Verdict
from workflows.models import Decision

LONG = 20_000
RECENT = dt.timedelta(days=400)


class NumberMode(TextChoices):
    """Where the number of a resolution comes from."""

    DRAW = "draw", _("přidělit podle vzoru orgánu")
    TYPED = "typed", _("napsat číslo z evidence úřadu")
    LATER = "later", _("doplním později")


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=help_text, widget=forms.DateInput)


def text_field(label: Any, *, required: bool = False, help_text: Any = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class FileCheck:
    """Refuse a file that the office would not keep, beside its field."""

    cleaned_data: dict[str, Any]

    def clean_file(self) -> Any:
        upload = self.cleaned_data.get("file")
        if upload:
            validators.media_type_of(upload)
            upload.seek(0)
        return upload


class DecisionForm(FileCheck, forms.Form):
    """What a council did with an edition."""

    outcome = forms.ChoiceField(label=_("Výsledek"), choices=Outcome.choices, widget=forms.RadioSelect)
    decided_on = day_field(_("Dne"))
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label=_("Jednání"), required=False, empty_label=_("jiné nebo neuvedeno")
    )
    mode = forms.ChoiceField(label=_("Číslo usnesení"), choices=NumberMode.choices, widget=forms.RadioSelect)
    number = forms.CharField(label=_("Napsané číslo"), required=False, max_length=40)
    text = text_field(
        _("Znění usnesení"), help_text=_("U vrácení k dopracování napište, co má být dopracováno.")
    )
    changes = text_field(
        _("Seznam úprav"), help_text=_("Povinné, když orgán schvaluje s úpravami: co přesně změnil.")
    )
    file = forms.FileField(label=_("Usnesení jako soubor"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, decision: Decision, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision, self.today = decision, today
        recent = Meeting.objects.filter(body=decision.body_id, held_on__range=(today - RECENT, today))
        self.fields["meeting"].queryset = recent.order_by("-held_on")  # type: ignore[attr-defined]
        self.fields["meeting"].label_from_instance = held_on  # type: ignore[attr-defined]
        if decision.body_id is None:
            modes = [choice for choice in NumberMode.choices if choice[0] != NumberMode.DRAW]
            self.fields["mode"].choices = modes  # type: ignore[attr-defined]

    def clean_decided_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["decided_on"]
        if day > self.today:
            raise ValidationError(_("Datum rozhodnutí je v budoucnosti."), code="future")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        outcome, mode = data.get("outcome"), data.get("mode")
        if outcome == Outcome.APPROVES_WITH_CHANGES and not data.get("changes", "").strip():
            self.add_error("changes", _("Vypište úpravy, se kterými orgán plán schválil."))
        if outcome == Outcome.RETURNS and not data.get("text", "").strip():
            self.add_error("text", _("Napište, co má být dopracováno."))
        if mode == NumberMode.TYPED:
            self.check_number(data)
        elif mode is not None:
            data["number"] = ""
        return data

    def check_number(self, data: dict[str, Any]) -> None:
        number, day = data.get("number", "").strip(), data.get("decided_on")
        if not number:
            self.add_error("number", _("Napište číslo, nebo zvolte, že ho doplníte později."))
        elif day and is_used(self.decision, number, day.year):
            self.add_error("number", used_message(number))

    def said(self) -> dict[str, Any]:
        """Return what the action `record` takes."""
        data = self.cleaned_data
        draws = data["mode"] == NumberMode.DRAW and data["outcome"] not in OPEN_OUTCOMES
        return {
            "outcome": Outcome(data["outcome"]),
            "decided_on": data["decided_on"],
            "number": data["number"],
            "text": data["text"],
            "changes": data["changes"],
            "meeting": data["meeting"],
            "draw_number": draws,
            "read_at": data["version"],
        }


def held_on(meeting: Meeting) -> str:
    day = meeting.held_on
    return f"{day.day}. {day.month}. {day.year}"


def is_used(decision: Decision, number: str, year: int) -> bool:
    """Say whether the body has given the number in the year; the database has the last word."""
    if decision.body_id is None:
        return False
    rows = Decision.objects.filter(body=decision.body_id, number_year=year, number=number)
    return rows.exclude(pk=decision.pk).exists()


def used_message(number: str) -> str:
    return str(_("Číslo %(number)s už tento orgán v tomto roce použil.")) % {"number": number}


class NumberForm(forms.Form):
    """The number of a resolution, added later."""

    number = forms.CharField(label=_("Číslo usnesení"), max_length=40)

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision = decision

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"]).strip()
        year = self.decision.decided_on.year if self.decision.decided_on else 0
        if is_used(self.decision, number, year):
            raise ValidationError(used_message(number), code="used")
        return number


class OpinionForm(FileCheck, forms.Form):
    """A body's stanovisko, from its minutes."""

    verdict = forms.ChoiceField(label=_("Stanovisko"), choices=Verdict.choices, widget=forms.RadioSelect)
    given_on = day_field(_("Dne"))
    reference = forms.CharField(
        label=_("Číslo"), required=False, max_length=60, help_text=_("Například doporučení 2/2026/3.")
    )
    text = text_field(_("Znění"), help_text=_("U výhrady a u vrácení je povinné."))
    file = forms.FileField(label=_("Zápis nebo jiný doklad"), required=False)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_given_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["given_on"]
        if day > self.today:
            raise ValidationError(_("Datum stanoviska je v budoucnosti."), code="future")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("verdict") in (Verdict.RESERVATION, Verdict.RETURN) and not data.get("text", "").strip():
            self.add_error("text", _("Napište, v čem výhrada je nebo proč orgán text vrací."))
        return data


class ValidityForm(forms.Form):
    """From when to when an edition is valid."""

    valid_from = day_field(
        _("Platí od"), help_text=_("Může předcházet schválení: plán schválený v březnu platí od ledna.")
    )
    valid_to = day_field(_("Platí do"), required=False, help_text=_("Prázdné: do nahrazení jiným zněním."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Platnost nemůže skončit dřív, než začne."))
        return data


class PublishForm(forms.Form):
    """When and where the adopted text was published."""

    published_on = day_field(_("Zveřejněno dne"))
    url = forms.URLField(
        label=_("Kde je zveřejněno"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Adresa stránky nebo úřední desky."),
    )


class AskForm(forms.Form):
    """Whom to ask, and until when; the names are offered ticked, so that the page says whom it mails."""

    people = forms.MultipleChoiceField(
        label=_("Koho se zeptat"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("Další lidé"),
        required=False,
        max_length=2000,
        help_text=_("E-mailová adresa nebo jméno, každý na vlastní řádek."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    capacity = forms.CharField(label=_("V jaké roli"), required=False, max_length=150)
    due_on = day_field(_("Odpovědět do"), required=False)

    def __init__(self, *args: Any, offered: list[Person], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(person.pk): person for person in offered}
        self.today = today
        self.fields["people"].choices = [(pk, p.name) for pk, p in self.offered.items()]  # type: ignore[attr-defined]
        if not self.offered:
            del self.fields["people"]

    def clean_due_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["due_on"]
        if day is not None and day < self.today:
            raise ValidationError(_("Termín už uplynul, zvolte pozdější."), code="past")
        return day

    def clean_others(self) -> list[Person]:
        found: list[Person] = []
        for line in self.cleaned_data["others"].splitlines():
            if not line.strip():
                continue
            people = people_like(line.strip())
            if len(people) != 1:
                message = (
                    _("Lidí jménem „%(line)s“ je víc, napište e-mail.")
                    if people
                    else _("Nikoho „%(line)s“ v Triádě nemáme.")
                )
                raise ValidationError(message, code="unknown", params={"line": line.strip()[:60]})
            found += people
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [self.offered[pk] for pk in data.get("people", [])]
        data["asked"] = list({p.pk: p for p in [*chosen, *data.get("others", [])]}.values())
        if not data["asked"] and not self.errors:
            raise ValidationError(_("Vyberte aspoň jednoho člověka."), code="nobody")
        return data


class QuestionForm(forms.Form):
    """A councillor's question or counter-proposal to the version that was shown."""

    text = text_field("", required=True, rows=6)
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


class DigestForm(forms.Form):
    """The version that was shown."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


class BeforeCouncilsFilter(forms.Form):
    """What the councillor's list is narrowed by."""

    stav = forms.ChoiceField(
        label=_("Stav"),
        required=False,
        choices=[("", _("ve schvalování")), ("done", _("uzavřené")), ("all", _("všechny"))],
    )


def refuses(error: Refused) -> bool:
    """Say whether a refusal speaks of what was typed, and not of a race or of something missing."""
    return type(error) is Refused
