"""Forms of answers to invitations and of what people need to be able to come."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bodies.enums import AnswerValue, MeetingForm
from bodies.models import Mandate, Needs, Participant
from people.models import Person


def choices_for(participant: Participant) -> list[tuple[str, Any]]:
    """Offer the answers that the meeting's form and the seat allow."""
    form = participant.meeting.form
    offered: list[tuple[str, Any]] = []
    if form != MeetingForm.ONLINE:
        offered.append((AnswerValue.ACCEPTED.value, _("Zúčastním se osobně")))
    if form != MeetingForm.IN_PERSON:
        offered.append((AnswerValue.REMOTE.value, _("Připojím se on-line")))
    offered.append((AnswerValue.TENTATIVE.value, _("Zatím nevím")))
    offered.append((AnswerValue.DECLINED.value, _("Omlouvám se, nepřijdu")))
    if participant.seat_id:
        offered.append((AnswerValue.DELEGATED.value, _("Omlouvám se, zastoupí mě")))
    return offered


class AnswerForm(forms.Form):
    """What somebody says to an invitation."""

    value = forms.ChoiceField(
        label=_("Zúčastníte se jednání?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte prosím jednu z odpovědí.")},
    )
    deputy = forms.ModelChoiceField(
        Person.objects.none(), label=_("Zastoupí mě náhradník"), required=False, empty_label=_("někdo jiný")
    )
    deputy_name = forms.CharField(
        label=_("Jméno a funkce zástupce"),
        max_length=200,
        required=False,
        help_text=_("Vyplňte, jen když vás někdo zastoupí."),
    )
    comment = forms.CharField(label=_("Vzkaz nebo důvod omluvy"), max_length=500, required=False)

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        self.participant = participant
        known = {
            "value": participant.answer,
            "comment": participant.reason,
            "deputy": participant.deputy_id,
            "deputy_name": "" if participant.deputy_id else participant.deputy_name,
        }
        super().__init__(*args, **{**kwargs, "initial": {**known, **(kwargs.get("initial") or {})}})
        self.fields["value"].choices = choices_for(participant)  # type: ignore[attr-defined]
        self.offer_substitutes()

    def offer_substitutes(self) -> None:
        """Offer the substitutes of the seat; a seat without any takes a typed name."""
        seat, day = self.participant.seat_id, self.participant.meeting.held_on
        held = Mandate.objects.on(day).filter(seat=seat, is_substitute=True)
        people = Person.objects.filter(Q(pk__in=held.values("person")), is_active=True) if seat else None
        if people is not None and people.exists():
            self.fields["deputy"].queryset = people  # type: ignore[attr-defined]
        else:
            del self.fields["deputy"]
        if not seat:
            del self.fields["deputy_name"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data.setdefault("deputy", None)
        data.setdefault("deputy_name", "")
        if data.get("value") == AnswerValue.DELEGATED and not data["deputy"] and not data["deputy_name"]:
            self.add_error("deputy_name", _("Napište prosím, kdo zástupcem bude."))
        if data.get("value") != AnswerValue.DELEGATED:
            data["deputy"], data["deputy_name"] = None, ""
        return data


class RecordedAnswerForm(AnswerForm):
    """An answer typed in for somebody: by telephone, on paper, in person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label = _("Co odpověděl/a")
        self.fields["value"].choices = [  # type: ignore[attr-defined]
            (value, AnswerValue(value).label) for value, _label in choices_for(self.participant)
        ]
        self.fields["comment"].label = _("Jak to víte a co vzkázal/a")


class NeedsForm(forms.ModelForm[Needs]):
    """What somebody needs to be able to come; asked once."""

    class Meta:
        model = Needs
        fields = ["barrier_free", "companion", "interpreter", "large_print", "on_paper", "note"]
