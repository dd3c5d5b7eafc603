"""Forms of starting an edition: how it will be approved, which items of the plan it takes up."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from workflows.models import ApprovalPath, Plan
from workflows.queries.choice import Choice


def paths_for(plan: Plan, kind: str, day: dt.date) -> list[ApprovalPath]:
    """Return the paths by which an edition of a kind may be approved on the plan's territory from a day."""
    found: dict[tuple[str, int | None], ApprovalPath] = {}
    offered = ApprovalPath.objects.filter(Q(territory=None) | Q(territory=plan.territory_id))
    for path in offered.filter(valid_from__lte=day).order_by("valid_from"):
        if kind in path.edition_kinds and plan.territory.kind in path.territory_kinds:
            found[path.code, path.territory_id] = path  # the newest wording of each
    return sorted(found.values(), key=lambda path: path.name)


def branch_of(rows: Sequence[Choice], key: str) -> set[str]:
    """Return the keys of an item and of all below it; without a key, of all items."""
    found: dict[int, str] = {}
    for row in rows:  # in printed order: those above come first
        item = row.item
        if not key or str(item.key) == key or item.parent_id in found:
            found[item.pk] = str(item.key)
    return set(found.values())


class ItemsForm(forms.Form):
    """Which items of the plan an action plan takes up."""

    keys = forms.MultipleChoiceField(
        label=_("Položky plánu"),
        required=False,
        error_messages={"invalid_choice": _("Jedna z položek už v plánu není, vyberte znovu.")},
    )

    def __init__(self, *args: Any, rows: Sequence[Choice] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        if rows is None:
            del self.fields["keys"]
            return
        field: Any = self.fields["keys"]
        field.choices = [(str(row.item.key), row.item.title) for row in rows]

    @property
    def offered(self) -> set[str]:
        """Return what is ticked before anybody touches the form."""
        return {str(row.item.key) for row in self.rows or () if row.chosen}

    def sent(self, name: str) -> set[str]:
        return set(self.data.getlist(name))  # type: ignore[attr-defined] # a page sends a QueryDict

    @property
    def chosen(self) -> set[str]:
        """Return what is ticked: what was sent, else what is offered."""
        return self.sent("keys") if self.is_bound else self.offered

    def tick(self, word: str) -> None:
        """Tick (+) or untick (-) an item with all below it, or all items; nothing is judged yet."""
        sign, key = word[:1], word[1:]
        branch = branch_of(self.rows or (), key)
        keys = self.chosen - branch if sign == "-" else self.chosen | branch
        data: Any = self.data
        data = data.copy()
        data.setlist("keys", sorted(keys))
        self.data, self._errors = data, ErrorDict()

    def clean_keys(self) -> set[UUID]:
        keys = {UUID(key) for key in self.cleaned_data["keys"]}
        if not keys:
            raise forms.ValidationError(_("Vyberte aspoň jednu položku."))
        return keys


class StartForm(ItemsForm):
    path = forms.ModelChoiceField(
        label=_("Jak se bude schvalovat"),
        queryset=ApprovalPath.objects.none(),
        empty_label=_("vyberte postup"),
        help_text=_("Postup určuje, kdo se vyjadřuje a které orgány rozhodují. Později ho změnit nejde."),
    )

    field_order: tuple[str, ...] = ("path", "keys")

    def __init__(self, *args: Any, paths: Sequence[ApprovalPath], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["path"]
        field.queryset = ApprovalPath.objects.filter(pk__in=[path.pk for path in paths]).order_by("name")
        if len(paths) == 1:
            field.initial = paths[0]


class ChoiceForm(ItemsForm):
    """The same for an action plan that is being written; knows what the person saw as chosen."""

    shown = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, rows: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, rows=rows, **kwargs)
        field: Any = self.fields["shown"]
        field.choices = [(str(row.item.key), "") for row in rows]

    @property
    def seen(self) -> list[str]:
        """Return what the person sees as chosen: on a page shown again also what others added since."""
        return sorted(self.sent("shown") | self.offered if self.is_bound else self.offered)

    @property
    def chosen(self) -> set[str]:
        added_since = self.offered - self.sent("shown") if self.is_bound else set()
        return super().chosen | added_since

    def tick(self, word: str) -> None:
        seen = self.seen
        super().tick(word)
        self.data.setlist("shown", seen)  # type: ignore[attr-defined] # a copy of the QueryDict

    def clean_shown(self) -> set[UUID]:
        return {UUID(key) for key in self.cleaned_data["shown"]}


class DayForm(forms.Form):
    """A day on which one wants to know what was valid."""

    den = forms.DateField(label=_("Co platilo dne"), widget=forms.DateInput)
