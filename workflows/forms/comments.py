"""Forms of comments: what the public sends, what the office writes down, shows, proposes and settles."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.enums import AuthorKind, Channel, CommentState, Moderation, Nature
from documents.forms.text import PlainTextField
from documents.models import Comment
from documents.validators import LARGEST_FILE, validate_comment_text
from people.enums import Side
from workflows.queries.public import WHOLE_PLAN

LONGEST_REASON = 5000
RESULTS = [(value, label) for value, label in CommentState.choices if value != CommentState.RECEIVED]
# The form of the web is filled in by the public, not by the office.
RECORDED = [(value, label) for value, label in Channel.choices if value != Channel.FORM]


class PartForm(forms.Form):
    """What a comment is about and what it says; the rest says who writes."""

    part = forms.ChoiceField(label=gettext_lazy("Čeho se připomínka týká"), initial=WHOLE_PLAN)
    text = PlainTextField(
        label=gettext_lazy("Vaše připomínka"),
        help_text=gettext_lazy(
            "Napište vlastními slovy, co navrhujete změnit a proč. Neuvádějte prosím osobní nebo zdravotní "
            "údaje jiných lidí."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        validators=[validate_comment_text],
        error_messages={"required": gettext_lazy("Napište prosím text připomínky.")},
    )
    author_kind = forms.ChoiceField(
        label=gettext_lazy("Píšu jako"), choices=AuthorKind, widget=forms.RadioSelect, required=False
    )
    author_name = PlainTextField(
        label=gettext_lazy("Jméno"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation_name = PlainTextField(
        label=gettext_lazy("Organizace"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": gettext_lazy("E-mail nemá správný tvar. Zadejte ho například jako jana@obec.cz.")
        },
    )
    may_publish_name = forms.BooleanField(
        label=gettext_lazy("Připomínku můžete zveřejnit i s mým jménem"), required=False
    )

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = dict(parts)
        self.fields["part"].choices = parts  # type: ignore[attr-defined]  # a field of choices

    def said(self) -> dict[str, Any]:
        """Return what the actions take: the key and the label of the part apart."""
        said = dict(self.cleaned_data)
        key = said.pop("part")
        said["part_key"] = "" if key == WHOLE_PLAN else key
        said["part_label"] = self.parts[key]
        return said


class PublicCommentForm(PartForm):
    """The form for everybody; `web` is a trap that people do not see."""

    web = forms.CharField(
        label=gettext_lazy("Toto pole nechte prázdné"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    field_order = ("part", "text", "author_kind", "author_name", "email", "organisation_name")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.pop("web", ""):
            # A browser may fill it in by itself; nothing typed is thrown away.
            raise forms.ValidationError(
                _("Vypadá to, že formulář vyplnil robot. Text zůstal, odešlete ho prosím ještě jednou."),
                code="robot",
            )
        return cleaned


class RecordForm(PartForm):
    """A comment that came otherwise than by the public form, with its own date."""

    channel = forms.ChoiceField(label=gettext_lazy("Jak došla"), choices=RECORDED)
    received_on = forms.DateField(
        label=gettext_lazy("Den doručení"),
        help_text=gettext_lazy("U pošty den podání podle razítka; rozhoduje on, ne den zápisu."),
        widget=forms.DateInput,
    )
    reference = PlainTextField(
        label=gettext_lazy("Č. j. nebo ID datové zprávy"), max_length=60, required=False
    )
    proposed_change = PlainTextField(
        label=gettext_lazy("Navržená změna"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    nature = forms.ChoiceField(label=gettext_lazy("Povaha"), choices=Nature, initial=Nature.SUBSTANTIVE)
    side = forms.ChoiceField(
        label=gettext_lazy("Strana triády"),
        choices=[("", gettext_lazy("neuvedena")), *Side.choices],
        required=False,
    )
    evidence = forms.FileField(
        label=gettext_lazy("Doklad (sken, zpráva)"),
        required=False,
        help_text=gettext_lazy("PDF, DOCX, XLSX, ODT, PNG, JPG nebo TXT do 10 MB."),
    )
    field_order = ("channel", "received_on", "reference", "part", "text", "proposed_change", "nature")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Text připomínky")
        self.fields["text"].help_text = _("Přepište doslova; sken nebo zprávu přiložte jako doklad.")
        self.fields["author_kind"].label = _("Píše jako")
        self.fields["may_publish_name"].label = _("Autor souhlasí se zveřejněním jména")

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Datum doručení nemůže být v budoucnosti."), code="future")
        return day

    def clean_evidence(self) -> Any:
        upload = self.cleaned_data["evidence"]
        if upload is not None and upload.size > LARGEST_FILE:
            raise forms.ValidationError(_("Soubor je větší než 10 MB."), code="too_large")
        return upload


class ModerateForm(forms.Form):
    shown = forms.TypedChoiceField(
        label=gettext_lazy("Zveřejnění"),
        choices=[("1", gettext_lazy("zveřejnit")), ("0", gettext_lazy("nezveřejnit"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    reason = PlainTextField(
        label=gettext_lazy("Proč se nezveřejňuje"),
        help_text=gettext_lazy("Důvod uvidí veřejnost. Například: obsahuje údaje o zdraví jiné osoby."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("shown") is False and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Napište, proč se připomínka nezveřejňuje."))
        return cleaned


class SettleForm(forms.Form):
    """A result with its reason; carries the revision at which the comment was read."""

    state = forms.ChoiceField(label=gettext_lazy("Výsledek"), choices=RESULTS, widget=forms.RadioSelect)
    reason = PlainTextField(
        label=gettext_lazy("Odůvodnění"),
        help_text=gettext_lazy("Přečte si ho autor i veřejnost."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Napište odůvodnění, dostane ho autor i veřejnost.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def settling(cls, comment: Comment) -> dict[str, Any]:
        """Start from what is settled, else from what the drafter proposes."""
        return {
            "state": comment.state if comment.is_settled else comment.proposal_state,
            "reason": comment.reason or comment.proposal_reason,
            "version": comment.revision,
        }

    @classmethod
    def proposing(cls, comment: Comment) -> dict[str, Any]:
        return {
            "state": comment.proposal_state,
            "reason": comment.proposal_reason,
            "version": comment.revision,
        }

    def settled(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "state": CommentState(data["state"]),
            "reason": data["reason"],
            "read_at": data["version"],
        }


def any_of(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", gettext_lazy("vše")), *choices], required=False)


class CommentFilter(forms.Form):
    state = any_of(gettext_lazy("Vypořádání"), CommentState.choices)
    side = any_of(gettext_lazy("Strana"), Side.choices)
    nature = any_of(gettext_lazy("Povaha"), Nature.choices)
    moderation = any_of(gettext_lazy("Zveřejnění"), Moderation.choices)
    q = forms.CharField(label=gettext_lazy("Text"), required=False, max_length=100)
