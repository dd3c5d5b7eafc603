"""Forms of duties: the filter, the report of a municipality, its needed capacities, terms of a region."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from documents.validators import media_type_of
from people.models import Territory
from workflows.actions.duty import FIRST_YEAR, MONTHS, YEARS_AHEAD, Capacity
from workflows.enums import DutyState, ServiceForm
from workflows.forms.content import AmountField, filled, plain
from workflows.models import Duty, DutyRule, ServiceKind

LONGEST = 20_000
REASON = 2000
MOST_DAYS = 180


def check_upload(upload: Any) -> None:
    media_type_of(upload)


class DutyFilter(forms.Form):
    q = forms.CharField(label=_("Území"), required=False, max_length=100)
    year = forms.TypedChoiceField(label=_("Rok"), coerce=int, required=False, empty_value=None)
    code = forms.ChoiceField(label=_("Povinnost"), required=False)
    state = forms.ChoiceField(
        label=_("Stav"),
        required=False,
        choices=[("", _("všechny")), ("late", _("po termínu")), *DutyState.choices],
    )
    mine = forms.BooleanField(label=_("Jen moje území"), required=False)

    def __init__(self, *args: Any, years: list[int], rules: list[DutyRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["year"].choices = [("", _("všechny")), *((year, str(year)) for year in years)]
        fields["code"].choices = [("", _("všechny")), *((rule.code, rule.name) for rule in rules)]


class DutyReportForm(forms.Form):
    """What is reported; by a link, who writes says their name."""

    said_by = forms.CharField(
        label=_("Kdo sděluje"),
        max_length=200,
        help_text=_("Jméno a funkce, například Ing. Jan Novák, starosta."),
    )
    text = forms.CharField(
        label=_("Co sdělujete"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=LONGEST,
        required=False,
        help_text=_("Stačí stručně, vlastními slovy. Podrobnosti můžete přiložit jako dokument."),
    )
    fulfilled_on = forms.DateField(label=_("Splněno dne"))
    reference = forms.CharField(
        label=_("Č. j."),
        max_length=60,
        required=False,
        help_text=_("Číslo jednací dopisu, pokud sdělení přišlo poštou nebo datovou schránkou."),
    )
    upload = forms.FileField(
        label=_("Dokument"),
        required=False,
        validators=[check_upload],
        help_text=_("PDF, obrázek, DOCX, ODT nebo XLSX, nejvýše 10 MB."),
    )

    def __init__(self, *args: Any, today: dt.date, by_link: bool, has_file: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.has_file = today, has_file
        if by_link:
            del self.fields["fulfilled_on"]
        self.fields["said_by"].required = by_link

    def clean_fulfilled_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["fulfilled_on"]
        if day > self.today:
            raise forms.ValidationError(_("Den splnění nemůže být v budoucnosti."))
        if day.year < FIRST_YEAR:
            raise forms.ValidationError(_("Zkontrolujte prosím rok."))
        return day

    def says_nothing(self) -> bool:
        said = any(self.cleaned_data.get(name) for name in ("text", "reference", "upload"))
        return not (said or self.has_file)


class CapacityForm(forms.Form):
    kind = forms.ModelChoiceField(
        label=_("Druh služby"), queryset=ServiceKind.objects.all(), empty_label=_("vyberte")
    )
    form = forms.ChoiceField(label=_("Forma"), choices=[("", "–"), *ServiceForm.choices], required=False)
    capacity = AmountField(label=_("Potřebná kapacita"))
    unit = forms.CharField(label=_("Jednotka"), max_length=60)
    available = AmountField(label=_("Dnes dostupná kapacita"), required=False)
    note = forms.CharField(label=_("Poznámka"), max_length=300, required=False)

    def __init__(self, *args: Any, kinds: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]  # read once for all rows

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("capacity", "available"):
            value = data.get(name)
            if value is not None and not 0 <= value < 10**8:
                self.add_error(name, _("Kapacita je nezáporné číslo, nejvýše desítky milionů."))
        return data


CapacityFormSet = forms.formset_factory(
    CapacityForm, extra=3, can_delete=True, can_delete_extra=False, max_num=80
)


def kinds() -> list[tuple[Any, str]]:
    rows = ServiceKind.objects.filter(valid_to=None)
    return [("", str(_("vyberte"))), *((row.pk, row.name) for row in rows)]


def capacities_of(duty: Duty) -> list[dict[str, Any]]:
    """Return the lines that a form starts with."""
    return [
        {
            "kind": one.kind_id,
            "form": one.form,
            "capacity": plain(one.capacity),
            "unit": one.unit,
            "available": plain(one.available),
            "note": one.note,
        }
        for one in duty.capacities.all()
    ]


def capacities_from(formset: Any) -> list[Capacity]:
    names = ("kind", "form", "capacity", "unit", "available", "note")
    rows: list[dict[str, Any]] = [{name: row.get(name) for name in names} for row in filled(formset)]
    return [Capacity(**row) for row in rows]


class DutyReasonForm(forms.Form):
    reason = forms.CharField(label=_("Důvod"), widget=forms.Textarea(attrs={"rows": 4}), max_length=REASON)


class RegionForm(forms.Form):
    """Which region and which year."""

    region = forms.ModelChoiceField(label=_("Kraj"), queryset=Territory.objects.none(), empty_label=None)
    year = forms.IntegerField(label=_("Rok"))

    def __init__(self, *args: Any, regions: QuerySet[Territory], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["region"].queryset = regions
        self.first, self.last = FIRST_YEAR, today.year + YEARS_AHEAD
        fields["year"].initial = today.year

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not self.first <= year <= self.last:
            text = _("Zadejte rok od %(first)d do %(last)d.") % {"first": self.first, "last": self.last}
            raise forms.ValidationError(text)
        return year


class TermForm(forms.Form):
    """A region's own term of a duty."""

    day = forms.IntegerField(label=_("Den"), min_value=1, max_value=31)
    month = forms.IntegerField(label=_("Měsíc"), min_value=1, max_value=12)
    next_year = forms.BooleanField(label=_("Termín je až v následujícím roce"), required=False)
    remind_days = forms.IntegerField(
        label=_("Připomenout kolik dní předem"), min_value=1, max_value=MOST_DAYS, initial=21
    )
    valid_year = forms.IntegerField(label=_("Platí pro povinnosti od roku"))
    source = forms.CharField(
        label=_("Odkud termín je"),
        max_length=300,
        help_text=_("Například: usnesení rady kraje č. 120/27/RK, metodika kraje, výzva ministerstva."),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_year"].initial = today.year
        self.last = today.year + YEARS_AHEAD

    def clean_valid_year(self) -> int:
        year: int = self.cleaned_data["valid_year"]
        if not FIRST_YEAR <= year <= self.last:
            text = _("Zadejte rok od %(first)d do %(last)d.") % {"first": FIRST_YEAR, "last": self.last}
            raise forms.ValidationError(text)
        return year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, month = data.get("day"), data.get("month")
        if day and month and day > MONTHS[month - 1]:
            self.add_error("day", _("Takový den v měsíci není."))
        return data
