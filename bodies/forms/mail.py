"""Forms of the queue of mail: whose answer it is, or why it is put aside."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bodies.enums import AnswerValue
from bodies.models import Participant
from people.enums import InboundState

READ = (AnswerValue.ACCEPTED, AnswerValue.DECLINED, AnswerValue.TENTATIVE)


class MailFilter(forms.Form):
    """Without a choice the queue shows what waits."""

    q = forms.CharField(label=_("Odesílatel nebo předmět"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Stav"),
        required=False,
        choices=[
            ("", InboundState.WAITING.label),
            (InboundState.APPLIED, InboundState.APPLIED.label),
            (InboundState.IGNORED, InboundState.IGNORED.label),
            ("all", _("všechny")),
        ],
    )


class ParticipantField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    def label_from_instance(self, obj: Participant) -> str:
        return f"{obj.person.name} ({obj.meeting.body.label}, {obj.meeting.name})"


class AssignForm(forms.Form):
    """Whose answer a message is and what it says; each button is one of the answers."""

    participant = ParticipantField(
        Participant.objects.none(),
        label=_("Kdo odpovídá"),
        empty_label=_("vyberte"),
        error_messages={
            "required": _("Vyberte prosím, kdo odpovídá."),
            "invalid_choice": _("Vyberte prosím někoho ze seznamu."),
        },
    )
    value = forms.ChoiceField(
        choices=[(value.value, value.label) for value in READ],
        error_messages={"required": _("Vyberte prosím odpověď tlačítkem.")},
    )
    remember = forms.BooleanField(label=_("Zapamatovat adresu odesílatele u této osoby"), required=False)

    def __init__(self, *args: Any, offered: Iterable[Participant] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["participant"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the types; declared above
        keys = [one.pk for one in offered]
        field.queryset = Participant.objects.filter(pk__in=keys).select_related("person", "meeting__body")
