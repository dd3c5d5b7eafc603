"""The form of one vote."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bodies.enums import BallotKind, BallotSubject, Choice
from bodies.models import AgendaItem, Ballot, Participant
from bodies.queries.attendance import Row

NAME = "name_"


class Hands(forms.IntegerField):
    """A count of hands: a number pad on a phone."""

    def __init__(self, label: Any) -> None:
        widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0})
        super().__init__(label=label, min_value=0, max_value=9999, required=False, widget=widget)

    def clean(self, value: Any) -> int:
        return super().clean(value) or 0


class BallotForm(forms.Form):
    """What was voted on, how, and how it was counted; by names each voter has a choice of their own."""

    wording = forms.CharField(
        label=_("O čem se hlasuje"), widget=forms.Textarea(attrs={"rows": 3}), max_length=20_000
    )
    subject = forms.ChoiceField(label=_("Druh hlasování"), choices=BallotSubject.choices)
    kind = forms.ChoiceField(label=_("Způsob"), choices=BallotKind.choices, initial=BallotKind.HANDS)
    votes_for = Hands(_("Pro"))
    votes_against = Hands(_("Proti"))
    abstained = Hands(_("Zdrželi se"))
    amends = forms.ModelChoiceField(
        label=_("Upravuje hlasování"), queryset=Ballot.objects.none(), required=False
    )
    note = forms.CharField(label=_("Poznámka k hlasování"), max_length=300, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        item: AgendaItem,
        voters: Sequence[Row],
        ballots: Sequence[Ballot],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial, auto_id="hlas_%s")
        self.voters = {row.participant.pk: row.participant for row in voters}
        for pk, who in self.voters.items():
            self.fields[f"{NAME}{pk}"] = forms.ChoiceField(
                label=who.person.name, choices=[("", "–"), *Choice.choices], required=False
            )
        if not item.is_late:
            left = [one for one in BallotSubject.choices if one[0] != BallotSubject.LATE_ITEM]
            self.fields["subject"].choices = left  # type: ignore[attr-defined]
        outputs = [one for one in ballots if one.subject == BallotSubject.OUTPUT]
        if outputs:
            field = self.fields["amends"]
            field.queryset = Ballot.objects.filter(item=item, subject=BallotSubject.OUTPUT)  # type: ignore[attr-defined]
            field.choices = [("", _("žádné")), *((b.pk, f"{b.number}. {b.wording[:60]}") for b in outputs)]  # type: ignore[attr-defined]
        else:
            del self.fields["amends"]

    def by_name(self) -> list[forms.BoundField]:
        """Return the fields of the voters."""
        return [self[f"{NAME}{pk}"] for pk in self.voters]

    def names(self) -> dict[Participant, str]:
        """Return who voted how; whoever has no choice did not vote."""
        choices = {who: self.cleaned_data.get(f"{NAME}{pk}", "") for pk, who in self.voters.items()}
        return {who: choice or Choice.NOT_VOTING for who, choice in choices.items()}
