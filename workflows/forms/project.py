"""Forms of what stands beside a plan: funded projects and decisions on the plan itself."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bodies.models import Body
from documents import validators
from workflows.enums import Outcome
from workflows.models import FundedProject, Plan

# The usual shapes of registration numbers; real ones differ, so a strange one is only pointed at.
USUAL_NUMBER = re.compile(r"^CZ\.\d{2}(\.\d)?(\.\d{2,3})?[/.].*(\d{5}|\d{7})$")


def looks_unusual(number: str) -> bool:
    """Say whether a registration number has a shape that is worth a second look (domain.md b5)."""
    return not USUAL_NUMBER.match(number.strip())


class ProjectForm(forms.ModelForm[FundedProject]):
    """A funded project; one that is known already by its number is attached, not written again."""

    class Meta:
        model = FundedProject
        fields = ("number", "title", "programme", "publicity")
        widgets = {"publicity": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "number": _(
                "Opište ho přesně, jak stojí ve smlouvě, například CZ.03.2.63/0.0/0.0/16_063/0006589."
            ),
            "publicity": _("Bude na každé stránce a tiskovině plánu."),
        }

    def validate_unique(self) -> None:
        """Let a known number pass: the action attaches the project that has it."""


class PublicityForm(forms.ModelForm[FundedProject]):
    """The sentence that publicity wants."""

    class Meta:
        model = FundedProject
        fields = ("publicity",)
        widgets = {"publicity": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"publicity": _("Bude na každé stránce a tiskovině všech plánů projektu.")}


class LogoForm(forms.Form):
    """A logo with the name that is read instead of it."""

    name = forms.CharField(
        label=_("Čí logo to je"),
        max_length=100,
        help_text=_("Například: Evropská unie, Operační program Zaměstnanost plus."),
    )
    upload = forms.FileField(label=_("Obrázek"), help_text=_("PNG nebo JPG, nejvýše 10 MB."))

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if validators.media_type_of(upload) not in (validators.PNG, validators.JPG):
            raise forms.ValidationError(_("Logo musí být obrázek PNG nebo JPG."))
        return upload


class PlanDecisionForm(forms.Form):
    """A decision on the plan itself, as it stands in the minutes of a council."""

    subject = forms.CharField(
        label=_("O čem orgán rozhodl"),
        max_length=300,
        help_text=_(
            "Například: zahájení zpracování plánu, podání žádosti o dotaci, zřízení pracovních skupin."
        ),
    )
    body = forms.ModelChoiceField(
        label=_("Orgán"), queryset=Body.objects.none(), required=False, empty_label=_("není v seznamu")
    )
    body_name = forms.CharField(label=_("Název orgánu, který není v seznamu"), max_length=200, required=False)
    outcome = forms.ChoiceField(label=_("Výsledek"), choices=Outcome.choices)
    decided_on = forms.DateField(label=_("Dne"))
    number = forms.CharField(label=_("Číslo usnesení"), max_length=40, required=False)
    text = forms.CharField(label=_("Znění"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = [plan.territory_id, plan.territory.region_pk]
        if plan.territory.owner and plan.territory.owner.territory_id:
            near.append(plan.territory.owner.territory_id)
        self.fields["body"].queryset = Body.objects.filter(territory__in=near)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("body") and not (data.get("body_name") or "").strip():
            self.add_error("body_name", _("Vyberte orgán ze seznamu, nebo napište jeho název."))
        return data


class PlanReasonForm(forms.Form):
    """Why a plan ends before it came into force."""

    reason = forms.CharField(label=_("Důvod"), widget=forms.Textarea(attrs={"rows": 4}), max_length=5000)
