"""Forms of the agenda: an item, a proposal, a paper, where an item goes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bodies.enums import ItemPurpose, MeetingState
from bodies.forms.person import PersonField
from bodies.holders import Matter
from bodies.models import Body, Meeting
from documents.models import Document, File
from people.templatetags.triada import cdate

LONGEST = 600  # minutes of one item
MINUTES = _("Zadejte počet minut od 0 do 600.")


class ItemForm(forms.Form):
    """What an item of the agenda says."""

    title = forms.CharField(label=_("Název bodu"), max_length=300)
    purpose = forms.ChoiceField(label=_("Účel"), choices=ItemPurpose.choices, initial=ItemPurpose.DISCUSSION)
    minutes = forms.IntegerField(
        label=_("Plánováno minut"),
        min_value=0,
        max_value=LONGEST,
        initial=10,
        error_messages={"min_value": MINUTES, "max_value": MINUTES},
    )
    presenter = PersonField(label=_("Předkládá"), required=False)
    presenter_name = forms.CharField(label=_("Předkládá (kdo není v Triádě)"), max_length=200, required=False)
    document = forms.ModelChoiceField(
        Document.objects.none(),
        label=_("Znění plánu, o kterém bod je"),
        required=False,
        empty_label=_("žádné"),
        help_text=_("Do svolání se ukazuje vždy poslední verze; svoláním se zmrazí ta, která je na stole."),
    )
    section = forms.CharField(
        label=_("Oddíl programu"),
        max_length=120,
        required=False,
        help_text=_("Nadpis nad skupinou bodů; sousední body se stejným oddílem mají jeden nadpis."),
    )
    text = forms.CharField(
        label=_("O čem bod je"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    proposed_wording = forms.CharField(
        label=_("Navržené znění výstupu"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Text, o kterém se bude hlasovat: usnesení, doporučení nebo stanovisko."),
    )
    is_closed_to_public = forms.BooleanField(label=_("Bod veřejně neukazovat"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        matters: list[Matter],
        sections: list[str],
        kept: Document | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer the documents that may come before the body; the one that the item has stays on offer."""
        super().__init__(*args, **kwargs)
        labels = {matter.document.pk: matter.label for matter in matters}
        if kept is not None:
            labels.setdefault(kept.pk, kept.title)
        field = self.fields["document"]
        field.queryset = Document.objects.filter(pk__in=labels)  # type: ignore[attr-defined]
        field.choices = [("", _("žádné")), *labels.items()]  # type: ignore[attr-defined]
        if not labels:
            del self.fields["document"]
        if sections:
            self.fields["section"].help_text = _("Zatím použité oddíly: %(names)s.") % {
                "names": ", ".join(sections)
            }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("presenter") and data.get("presenter_name"):
            self.add_error("presenter_name", _("Vyplňte jen jedno z obou polí."))
        return data

    def said(self) -> dict[str, Any]:
        """Return the fields as the actions name them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ProposalForm(forms.Form):
    """An item that a member proposes."""

    title = forms.CharField(label=_("Název bodu"), max_length=300)
    text = forms.CharField(
        label=_("O čem bod je a proč"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    proposed_wording = forms.CharField(
        label=_("Na čem by se měl orgán usnést"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minutes = forms.IntegerField(
        label=_("Kolik minut bude potřeba"),
        min_value=1,
        max_value=LONGEST,
        initial=10,
        error_messages={"min_value": MINUTES, "max_value": MINUTES},
    )


class ReasonForm(forms.Form):
    """Why an item is withdrawn; members will read it."""

    reason = forms.CharField(
        label=_("Důvod"), max_length=300, help_text=_("Uvidí ho všichni pozvaní a zůstane v zápisu.")
    )


class PositionForm(forms.Form):
    """Which item in turn an item should be."""

    to = forms.IntegerField(label=_("Kolikátý v pořadí"), min_value=1, max_value=1000)


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A meeting whose agenda is open; empty means the backlog."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} – {cdate(obj.held_on)}"


class CarryForm(forms.Form):
    """Where an item goes, and whether it stays here too."""

    to = PlaceField(Meeting.objects.none(), label=_("Kam"), required=False, empty_label=_("do zásobníku"))
    copy = forms.BooleanField(label=_("Ponechat bod i tady"), required=False)

    def __init__(
        self, *args: Any, body: Body, besides: Meeting | None, may_copy: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = open_meetings(body, besides)  # type: ignore[attr-defined]
        if not may_copy:
            del self.fields["copy"]
        if besides is None:
            field = self.fields["to"]
            field.required, field.empty_label = True, None  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What the organiser says to a proposed item."""

    ACCEPT, DECLINE = "accept", "decline"

    answer = forms.ChoiceField(
        label=_("Odpověď"),
        choices=[(ACCEPT, _("zařadit")), (DECLINE, _("nezařadit"))],
        widget=forms.RadioSelect,
    )
    to = PlaceField(Meeting.objects.none(), label=_("Kam"), required=False, empty_label=_("do zásobníku"))
    reason = forms.CharField(
        label=_("Proč ne"),
        max_length=300,
        required=False,
        help_text=_("Vyplňte, když bod nezařazujete; autor důvod dostane e-mailem."),
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = open_meetings(body, None)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == self.DECLINE and not data.get("reason"):
            self.add_error("reason", _("Napište prosím autorovi, proč bod nezařazujete."))
        return data


class PaperForm(forms.Form):
    """A file handed out with an item: a new one, or one that the document of the item has already."""

    upload = forms.FileField(label=_("Soubor"), required=False, help_text=_("Nejvýše 10 MB."))
    file = forms.ModelChoiceField(
        File.objects.none(),
        label=_("Nebo soubor, který už v Triádě je"),
        required=False,
        empty_label=_("žádný"),
    )
    title = forms.CharField(
        label=_("Název"), max_length=200, required=False, help_text=_("Prázdný: ukáže se jméno souboru.")
    )
    is_public = forms.BooleanField(label=_("Smí vidět i veřejnost"), required=False)

    def __init__(self, *args: Any, existing: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].queryset = existing  # type: ignore[attr-defined]
        if not existing.exists():
            del self.fields["file"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and bool(data.get("upload")) == bool(data.get("file")):
            self.add_error("upload", _("Vyberte jeden soubor."))
        return data


def open_meetings(body: Body, besides: Meeting | None) -> Any:
    """List the meetings of a body whose agenda can still be added to."""
    rows = Meeting.objects.filter(body=body, state__in=[MeetingState.PLANNED, MeetingState.CONVENED])
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    return rows.order_by("held_on")
