"""Forms by which a named person answers about the version that is shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.enums import ConfirmationKind
from documents.forms.text import PlainTextField
from documents.models import Confirmation
from documents.validators import LONGEST_COMMENT
from people.models import Person

LONGEST_NOTE = 300
# What may be written beside a confirmation; the others are a plain yes.
WANTED = {
    ConfirmationKind.STATEMENT: ("text",),
    ConfirmationKind.NOTICE: ("question", "counterproposal"),
}


def long_text(label: Any, *, required: bool = False, help_text: Any = "", rows: int = 4) -> forms.CharField:
    return PlainTextField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class EvidenceForm(forms.Form):
    """What an answer is proved by when somebody else writes it down."""

    evidence_note = PlainTextField(
        label=gettext_lazy("Čím je vyjádření doloženo"),
        help_text=gettext_lazy("Například: telefonicky 24. 11. v 9.00, e-mail, podepsaný list."),
        max_length=LONGEST_NOTE,
    )

    def __init__(self, *args: Any, for_other: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not for_other:
            del self.fields["evidence_note"]


class ConfirmForm(EvidenceForm):
    """Agreement with the version whose hash the page has shown."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    text = long_text(gettext_lazy("Vyjádření"))
    question = long_text(gettext_lazy("Dotaz"), help_text=gettext_lazy("Odpověď Vám přijde e-mailem."))
    counterproposal = long_text(
        gettext_lazy("Protinávrh"),
        help_text=gettext_lazy("Nenahrazuje hlasování. Předkladatel se s ním seznámí před jednáním."),
    )

    def __init__(self, *args: Any, confirmation: Confirmation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["digest"].initial = confirmation.version.digest
        wanted = WANTED.get(ConfirmationKind(confirmation.kind), ())
        for name in ("text", "question", "counterproposal"):
            if name not in wanted:
                del self.fields[name]


class DeclineForm(EvidenceForm):
    text = long_text(gettext_lazy("Důvod odmítnutí"), required=True)


class DelegateForm(forms.Form):
    """To whom it is handed: by e-mail, so that nobody learns who else is in the system."""

    to = forms.EmailField(
        label=gettext_lazy("E-mail toho, komu věc předáváte"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_to(self) -> Person:
        address = self.cleaned_data["to"].strip().lower()
        person = Person.objects.active().filter(email=address).first()
        if person is None:
            raise forms.ValidationError(
                _("Nikoho s touto adresou nemáme. Zkontrolujte ji, nebo se obraťte na koordinátora plánu."),
                code="unknown",
            )
        return person


class ReplyForm(forms.Form):
    text = long_text(gettext_lazy("Odpověď na dotaz"), required=True)
