"""Forms of the triad: naming, answering, typing in for somebody, settling a reservation."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bodies.models import Body, Mandate
from documents.enums import Channel
from documents.validators import media_type_of
from people.alphabet import alphabetical
from people.enums import Side
from people.models import Person
from workflows.enums import Verdict
from workflows.models import Edition

LONGEST = 20_000


class AnswerForm(forms.Form):
    """A verdict; anything but agreement says why."""

    verdict = forms.ChoiceField(
        label=_("Vaše stanovisko"),
        widget=forms.RadioSelect,
        choices=[
            (Verdict.AGREE, _("Souhlasím")),
            (Verdict.RESERVATION, _("Souhlasím s výhradou (výhradu napište níže)")),
            (Verdict.RETURN, _("Vracím k přepracování (důvod napište níže)")),
        ],
        error_messages={"required": _("Vyberte jednu z možností.")},
    )
    text = forms.CharField(
        label=_("Odůvodnění"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=LONGEST,
        help_text=_("Uvidí ho všechny tři strany a bude součástí materiálu pro radu."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            data.get("verdict") in (Verdict.RESERVATION, Verdict.RETURN)
            and not (data.get("text") or "").strip()
        ):
            self.add_error("text", _("Napište, v čem výhrada je nebo proč text vracíte."))
        return data


class AnswerForForm(AnswerForm):
    """A verdict typed in for somebody, with what proves it."""

    channel = forms.ChoiceField(
        label=_("Jak se vyjádřil/a"),
        choices=[c for c in Channel.choices if c[0] not in (Channel.FORM, Channel.HEARING)],
    )
    evidence_note = forms.CharField(
        label=_("Čím je to doloženo"),
        max_length=300,
        help_text=_("Například: telefonát 14. 11. 2026 v 10.15, e-mail z 13. 11., zápis z jednání skupiny."),
    )

    evidence = forms.FileField(
        label=_("Sken nebo soubor"),
        required=False,
        help_text=_("PDF, obrázek, DOCX, ODT nebo XLSX, nejvýše 10 MB."),
    )

    field_order = ("verdict", "text", "channel", "evidence_note", "evidence")

    def clean_evidence(self) -> Any:
        upload = self.cleaned_data["evidence"]
        if upload:
            media_type_of(upload)
        return upload


class NameForm(forms.Form):
    """Who will answer for a side: a member of a body, or anybody kept here."""

    side = forms.ChoiceField(label=_("Za stranu"), choices=Side.choices)
    person = forms.ModelChoiceField(
        label=_("Kdo"), queryset=Person.objects.none(), empty_label=_("vyberte člověka")
    )
    capacity = forms.CharField(
        label=_("Za koho mluví"),
        max_length=200,
        required=False,
        help_text=_("Například: za skupinu uživatelů, za Kolegium poskytovatelů."),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        runs = edition.state == "triad_review"
        number = edition.round if runs else edition.round + 1
        named = edition.reviews.filter(round=number).values("person")
        territory = edition.plan.territory
        near = Person.objects.active().filter(
            Q(mandates__seat__body__territory__in=[territory.pk, territory.region_pk])
            | Q(appointments__territory__in=[territory.pk, territory.region_pk])
            | Q(reviews__edition__plan__territory=territory)
        )
        self.fields["person"].queryset = (  # type: ignore[attr-defined]
            near.exclude(pk__in=named).distinct().order_by(*alphabetical("last_name", "first_name"))
        )


class SeatForm(forms.Form):
    """Naming of everybody who sits today for a side in a body, at one go."""

    body = forms.ModelChoiceField(
        label=_("Orgán"), queryset=Body.objects.none(), empty_label=_("vyberte orgán")
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]

    def mandates(self, day: Any) -> Any:
        """Return the members of the body with a side on a day."""
        rows = Mandate.objects.on(day).filter(seat__body=self.cleaned_data["body"], is_substitute=False)
        return rows.exclude(seat__side="").select_related("seat__body", "person")


class ExcuseForm(forms.Form):
    reason = forms.CharField(label=_("Proč se nevyjádří"), max_length=300)


class ReassignForm(forms.Form):
    person = forms.ModelChoiceField(
        label=_("Kdo odpoví místo této osoby"),
        queryset=Person.objects.none(),
        empty_label=_("vyberte člověka"),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = NameForm(edition=edition).fields["person"].queryset  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    settlement = forms.CharField(
        label=_("Jak byla výhrada vypořádána"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
        help_text=_("Dostane ji ten, kdo výhradu měl, a bude součástí materiálu pro radu."),
    )
