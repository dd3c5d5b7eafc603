"""Forms of action items: a new task, what was done with it, what is decided about it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bodies.enums import ActionState, Due
from bodies.forms.person import PersonField
from bodies.holders import Part
from bodies.models import Body
from documents.models import Document
from documents.validators import media_type_of
from people.alphabet import alphabetical
from people.models import Organisation

REASON = 2000


def check_upload(upload: Any) -> None:
    media_type_of(upload)


def upload_field(label: Any, *, required: bool) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=required,
        validators=[check_upload],
        help_text=_("PDF, obrázek, DOCX, ODT nebo XLSX, nejvýše 10 MB."),
    )


def reason_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswererMixin(forms.Form):
    """Who answers for a task: one person, or one organisation that needs no account."""

    responsible = PersonField(label=_("Odpovídá"), required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by(*alphabetical("name")),
        label=_("nebo organizace"),
        required=False,
        empty_label=_("žádná"),
        help_text=_("Organizace odpoví bez přihlášení: dostane dopis s odkazem."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "responsible" in self.errors or "organisation" in self.errors:
            return data
        if bool(data.get("responsible")) == bool(data.get("organisation")):
            message = _("Zvolte právě jednoho: buď osobu, nebo organizaci.")
            self.add_error("responsible", message)
        return data


class TermMixin(forms.Form):
    """Until when: a day, at the next meeting, or all the time."""

    due = forms.ChoiceField(label=_("Termín"), choices=Due.choices, initial=Due.DAY)
    due_on = forms.DateField(label=_("Den"), required=False, widget=forms.DateInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("due") == Due.DAY and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Zadejte den, nebo zvolte jiný termín."))
        if data.get("due"):
            data["due"] = Due(data["due"])
            if data["due"] != Due.DAY:
                data["due_on"] = None
        return data


class InlineTaskForm(TermMixin, AnswererMixin):
    """A task written at an item of a meeting."""

    text = forms.CharField(
        label=_("Co je potřeba udělat"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 2})
    )
    cooperating = forms.CharField(label=_("Spolupracuje"), max_length=300, required=False)
    part = forms.ChoiceField(label=_("Týká se části plánu"), required=False)
    field_order = ["text", "responsible", "organisation", "cooperating", "due", "due_on", "part"]

    def __init__(self, *args: Any, parts: Sequence[Part] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = {part.key: part.label for part in parts}
        if self.parts:
            self.fields["part"].choices = [("", _("žádné")), *self.parts.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["part"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        key = data.pop("part", "")
        return {**data, "part_key": key, "part_label": self.parts.get(key, "")[:300]}


class TaskForm(InlineTaskForm):
    """A task written anywhere: first of which body it is."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("Orgán"), empty_label=None)
    field_order = ["body", *InlineTaskForm.field_order]

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """What was done, with a file that shows it."""

    text = reason_field(_("Co bylo uděláno"))
    upload = upload_field(_("Příloha"), required=False)


class WishForm(forms.Form):
    """More time is asked for."""

    due_on = forms.DateField(label=_("Stihnete to do"), widget=forms.DateInput)
    reason = reason_field(_("Proč je potřeba víc času"))


class AttachForm(forms.Form):
    upload = upload_field(_("Příloha"), required=True)


class ReasonForm(forms.Form):
    """Why a task is sent back, ended, opened again, or why its term stays."""

    reason = reason_field(_("Důvod"), _("Důvod dostane i ten, kdo za úkol odpovídá."))


class ExtendForm(TermMixin):
    """A new term and why."""

    reason = reason_field(_("Důvod"), required=False)


class ReassignForm(AnswererMixin):
    reason = reason_field(_("Důvod"), required=False)
    field_order = ["responsible", "organisation", "reason"]


class CheckForm(forms.Form):
    """What a meeting found about one open task."""

    CONTINUES, DONE, EXTENDED, CANCELLED = "continues", "done", "extended", "cancelled"
    FOUND = {
        CONTINUES: ActionState.IN_PROGRESS,
        EXTENDED: ActionState.IN_PROGRESS,
        DONE: ActionState.DONE,
        CANCELLED: ActionState.CANCELLED,
    }

    found = forms.ChoiceField(
        label=_("Zjištění"),
        choices=[
            (CONTINUES, _("trvá")),
            (DONE, _("splněno")),
            (EXTENDED, _("prodlouženo")),
            (CANCELLED, _("zrušeno")),
        ],
        widget=forms.RadioSelect,
    )
    due_on = forms.DateField(label=_("Nový termín"), required=False, widget=forms.DateInput)
    note = forms.CharField(label=_("Poznámka"), required=False, max_length=REASON)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        found = data.get("found")
        if found == self.EXTENDED and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Zadejte nový termín."))
        if found == self.CANCELLED and not data.get("note"):
            self.add_error("note", _("Napište, proč se úkol ruší."))
        return data

    def finding(self) -> dict[str, Any]:
        """Return what was found as the action takes it."""
        found = self.cleaned_data["found"]
        due_on: dt.date | None = self.cleaned_data["due_on"] if found == self.EXTENDED else None
        return {"found": self.FOUND[found], "due_on": due_on, "note": self.cleaned_data["note"]}


class TaskFilter(forms.Form):
    """What the list and the board may be narrowed by."""

    q = forms.CharField(
        label=_("Hledat v úkolech"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    body = forms.ModelChoiceField(
        Body.objects.none(), label=_("Orgán"), required=False, empty_label=_("všechny")
    )
    answerer = forms.CharField(label=_("Odpovídá"), required=False, max_length=100)
    who = forms.ChoiceField(
        label=_("Čí úkoly"),
        required=False,
        choices=[
            ("", _("kohokoli")),
            ("me", _("moje")),
            ("nobody", _("bez řešitele")),
            ("set", _("které jsem uložil/a")),
        ],
    )
    state = forms.ChoiceField(
        label=_("Stav"),
        required=False,
        choices=[("", _("otevřené")), *ActionState.choices, ("all", _("všechny"))],
    )
    due = forms.ChoiceField(
        label=_("Kdy"),
        required=False,
        choices=[
            ("", _("kdykoli")),
            ("late", _("po termínu")),
            ("week", _("do 7 dnů")),
            ("none", _("bez termínu")),
        ],
    )
    document = forms.ModelChoiceField(
        Document.objects.none(), label=_("Plán"), required=False, empty_label=_("všechny")
    )
    sort = forms.ChoiceField(
        label=_("Řadit"),
        required=False,
        choices=[
            ("", _("podle termínu")),
            ("-due", _("nejpozdější termín první")),
            ("-assigned", _("nejnovější první")),
        ],
    )

    def __init__(
        self, *args: Any, bodies: QuerySet[Body], documents: QuerySet[Document], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]
