"""Forms of a plan: founding, description, people, filters of the list."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.validators import media_type_of
from people.alphabet import alphabetical
from people.enums import Role, TerritoryKind
from people.models import Person, Territory
from workflows.enums import EditionKind, EditionState, PlanState
from workflows.models import ApprovalPath, Plan
from workflows.queries.plans import MINE

LONGEST = 12  # years; a longer period is surely a slip of the pen


class PeriodMixin(forms.Form):
    """Checks that a period ends after it starts."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("period_from"), data.get("period_to")
        if first and last and last < first:
            self.add_error("period_to", _("Období nemůže skončit dřív, než začne."))
        elif first and last and last.year - first.year >= LONGEST:
            self.add_error("period_to", _("Období je delší než 12 let, zkontrolujte prosím rok."))
        return data


def day_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, required=required)


class PlanForm(PeriodMixin):
    """Founding of a plan by somebody who coordinates its territory."""

    title = forms.CharField(
        label=_("Název plánu"),
        max_length=300,
        help_text=_("Například: Komunitní plán sociálních služeb ORP Semily 2027–2029."),
    )
    territory = forms.ModelChoiceField(
        label=_("Území"), queryset=Territory.objects.none(), empty_label=_("vyberte území")
    )
    period_from = day_field(_("Platnost od"))
    period_to = day_field(_("Platnost do"), _("Obvyklé jsou tři roky, § 3 písm. h) zákona č. 108/2006 Sb."))
    path = forms.ModelChoiceField(
        label=_("Jak se bude schvalovat"),
        queryset=ApprovalPath.objects.none(),
        empty_label=_("vyberte postup"),
        help_text=_("Postup určuje, kdo se vyjadřuje a které orgány rozhodují. Později ho změnit nejde."),
    )
    predecessor = forms.ModelChoiceField(
        label=_("Navazuje na plán"),
        queryset=Plan.objects.none(),
        required=False,
        empty_label=_("na žádný"),
        help_text=_(
            "Má-li nový plán převzít i opatření a vyhodnocení, začněte raději nový cyklus na stránce"
            " předchozího plánu."
        ),
    )
    lead = forms.CharField(
        label=_("O čem plán je"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=_("Dvě tři věty pro veřejnost, obyčejnými slovy."),
    )

    def __init__(self, *args: Any, territories: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {t.kind for t in territories}
        self.fields["territory"].queryset = territories  # type: ignore[attr-defined]
        earlier = Plan.objects.filter(territory__in=territories).exclude(pk__in=Plan.objects.followed())
        self.fields["predecessor"].queryset = earlier.order_by("-period_to")  # type: ignore[attr-defined]
        offered = [
            path.pk
            for path in ApprovalPath.objects.filter(
                Q(territory=None) | Q(territory__in=territories), valid_from__lte=today
            )
            if EditionKind.ORIGINAL in path.edition_kinds and kinds & set(path.territory_kinds)
        ]
        self.fields["path"].queryset = ApprovalPath.objects.filter(pk__in=offered)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        territory, path = data.get("territory"), data.get("path")
        if territory and path and territory.kind not in path.territory_kinds:
            self.add_error("path", _("Tento postup pro zvolené území neplatí, vyberte jiný."))
        before = data.get("predecessor")
        if before and territory and before.territory_id != territory.pk:
            self.add_error("predecessor", _("Předchozí plán patří k jinému území."))
        return data


class ElsewhereForm(PeriodMixin):
    """A plan kept elsewhere: where it is and when somebody last looked."""

    title = forms.CharField(label=_("Název plánu"), max_length=300)
    territory = forms.ModelChoiceField(
        label=_("Území"), queryset=Territory.objects.none(), empty_label=_("vyberte území")
    )
    link = forms.URLField(label=_("Odkaz"), max_length=500, assume_scheme="https")
    period_from = day_field(_("Platnost od"), required=False)
    period_to = day_field(_("Platnost do"), required=False)
    verified_on = day_field(_("Ověřeno dne"), _("Kdy jste se naposledy podívali, že odkaz vede na plán."))
    upload = forms.FileField(
        label=_("Soubor s plánem"),
        required=False,
        help_text=_("Odkazy mizí, soubor zůstane. PDF, DOCX nebo ODT, nejvýše 10 MB."),
    )

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload:
            media_type_of(upload)
        return upload

    def __init__(self, *args: Any, territories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = territories  # type: ignore[attr-defined]


class ElsewhereEditForm(ElsewhereForm):
    """The same for a plan that is written down already; its territory stays."""

    territory = None  # type: ignore[assignment] # Django's way to leave out an inherited field
    read_at = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)


class DescribeForm(PeriodMixin):
    """What a plan says of itself; carries the revision at which it was read."""

    title = forms.CharField(label=_("Název plánu"), max_length=300)
    period_from = day_field(_("Platnost od"))
    period_to = day_field(_("Platnost do"))
    lead = forms.CharField(label=_("O čem plán je"), widget=forms.Textarea(attrs={"rows": 5}), required=False)
    levels = forms.CharField(
        label=_("Názvy úrovní"),
        help_text=_(
            "Jak plán říká svým úrovním, od nejvyšší, oddělené čárkou: priorita, cíl, opatření, aktivita."
        ),
    )
    read_at = forms.IntegerField(widget=forms.HiddenInput)

    def clean_levels(self) -> list[str]:
        names = [name.strip() for name in self.cleaned_data["levels"].split(",") if name.strip()]
        if not 1 <= len(names) <= 5:  # noqa: PLR2004 - the tree is drawn to five levels
            raise forms.ValidationError(_("Napište jednu až pět úrovní."))
        return names


class PeopleForm(forms.Form):
    """Who coordinates, stands in, guarantees and drafts."""

    coordinator = forms.ModelChoiceField(
        label=_("Koordinátor/ka"), queryset=Person.objects.none(), empty_label=_("vyberte člověka")
    )
    deputy = forms.ModelChoiceField(
        label=_("Zastupuje"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("nikdo"),
        help_text=_("Dokud je vyplněno, chodí úkoly a dopisy jemu nebo jí."),
    )
    guarantor = forms.ModelChoiceField(
        label=_("Politický garant"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("není určen"),
    )
    drafter = forms.ModelChoiceField(
        label=_("Zpracovatel/ka"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("nikdo"),
        help_text=_("Píše návrh a navrhuje vypořádání, dokud trvá smlouva. Nerozhoduje a nezveřejňuje."),
    )
    read_at = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, territory: Territory, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = Person.objects.active().order_by(*alphabetical("last_name", "first_name"))
        drafters = active.filter(
            Q(appointments__ends_on=None) | Q(appointments__ends_on__gte=today),
            appointments__role=Role.DRAFTER,
            appointments__territory=territory,
        ).distinct()
        near = active.filter(
            Q(appointments__territory=territory)
            | Q(mandates__seat__body__territory=territory)
            | Q(mandates__seat__body__territory=territory.region_pk)
        ).distinct()
        for name in ("coordinator", "deputy", "guarantor"):
            self.fields[name].queryset = near  # type: ignore[attr-defined]
        self.fields["drafter"].queryset = drafters  # type: ignore[attr-defined]


class PlanFilter(forms.Form):
    """Filters of the list of plans; `own` are the territories for which the visitor acts."""

    q = forms.CharField(label=_("Název nebo území"), required=False)
    place = forms.ChoiceField(label=_("Území"), required=False)
    region = forms.ChoiceField(label=_("Kraj"), required=False)
    state = forms.ChoiceField(
        label=_("Stav"),
        required=False,
        choices=[
            ("", _("všechny")),
            *PlanState.choices,
            ("edition:" + EditionState.TRIAD_REVIEW, EditionState.TRIAD_REVIEW.label),
            ("edition:" + EditionState.CONSULTATION, EditionState.CONSULTATION.label),
            ("edition:" + EditionState.COUNCIL_APPROVAL, EditionState.COUNCIL_APPROVAL.label),
            ("elsewhere", _("vedené jinde")),
        ],
    )

    def __init__(self, *args: Any, own: Sequence[Territory] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        several = own if len(own) > 1 else ()
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            ("", _("všechna území")),
            (MINE, _("moje území")),
            *((str(one.pk), one.name) for one in several),
        ]
        if not own:
            del self.fields["place"]
        regions = Territory.objects.filter(kind=TerritoryKind.REGION).order_by(*alphabetical("name"))
        # Read once, both to draw the list and to check what was chosen of it.
        self.fields["region"].choices = [  # type: ignore[attr-defined]
            ("", _("všechny kraje")),
            *regions.values_list("pk", "name"),
        ]
