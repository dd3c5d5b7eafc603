"""What becomes of a proposal: where in the text it goes, or why it does not."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms.text import PlainTextField
from workflows.enums import ProposalOutcome
from workflows.models import Edition, Item, Proposal
from workflows.queries.report import items_of

TOP, UNDER, INTO = "top", "under", "into"


class OutcomeForm(forms.Form):
    """Filter of proposals."""

    outcome = forms.ChoiceField(
        label=_("Jak se naložilo"), required=False, choices=[("", _("všechny")), *ProposalOutcome.choices]
    )


class TakeForm(forms.Form):
    """Where in a text that is being written: a new item, or one that is there."""

    where = forms.ChoiceField(label=_("Kam návrh zařadit"))

    def __init__(self, *args: Any, editions: list[Edition], proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.editions = {edition.pk: edition for edition in editions}
        self.items: dict[str, Item] = {}
        groups = [(edition.label, self.places(edition)) for edition in editions]
        field: Any = self.fields["where"]
        field.choices = [("", "–"), *groups]
        own = (name for name, item in self.items.items() if item.key == proposal.key and INTO in name)
        field.initial = next(own, "")

    def places(self, edition: Edition) -> list[tuple[str, Any]]:
        found: list[tuple[str, Any]] = [(f"{TOP}:{edition.pk}", _("nová položka na nejvyšší úrovni"))]
        items = items_of(edition)
        deepest = len(edition.plan.levels) - 1
        for item in items:
            self.items[f"{INTO}:{item.pk}"] = item
            found.append((f"{INTO}:{item.pk}", _("doplnit do: %(item)s") % {"item": item}))
            if item.depth < deepest:
                self.items[f"{UNDER}:{item.pk}"] = item
                found.append((f"{UNDER}:{item.pk}", _("nová položka pod: %(item)s") % {"item": item}))
        return found

    def chosen(self) -> dict[str, Any]:
        """Return the edition and the item, as the deed wants them."""
        kind, _colon, pk = self.cleaned_data["where"].partition(":")
        if kind == TOP:
            return {"edition": self.editions[int(pk)]}
        item = self.items[self.cleaned_data["where"]]
        return {
            "edition": self.editions[item.edition_id],
            "parent" if kind == UNDER else "into": item,
        }


class DeclineForm(forms.Form):
    reason = PlainTextField(
        label=_("Proč návrh nezařadíte"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
        help_text=_("Přečte si to ten, kdo návrh podal."),
    )
