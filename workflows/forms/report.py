"""Forms of reports: how far an item is, money spent, values of its indicators."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.enums import Channel
from documents.forms.text import PlainTextField
from documents.validators import XLSX, media_type_of
from people.models import Territory
from workflows.actions.report import Reached, Spent
from workflows.actions.sheet import LARGEST
from workflows.enums import FundingSource, Progress
from workflows.forms.content import AmountField, chosen, filled, plain
from workflows.models import Indicator, Item, ItemReport
from workflows.queries.report import Line

LONGEST = 20_000
MISSING, NOBODY = "chybi", "0"


class ReportForm(forms.Form):
    """How far an item is in a year."""

    progress = forms.ChoiceField(label=_("Stav plnění"), choices=[("", "–"), *Progress.choices])
    text = PlainTextField(
        label=_("Co se podařilo a co ne"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=LONGEST,
    )
    file = forms.FileField(
        label=_("Příloha"), required=False, help_text=_("PDF, DOCX, XLSX, ODT, PNG, JPG nebo TXT do 10 MB.")
    )
    drop_file = forms.BooleanField(label=_("Odebrat přílohu"), required=False)
    read_at = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, has_file: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_file:
            del self.fields["drop_file"]

    def clean_file(self) -> Any:
        if upload := self.cleaned_data["file"]:
            media_type_of(upload)
        return upload

    def clean_read_at(self) -> int:
        """Take a form that does not say what it was made from as one of an item not reported on."""
        return self.cleaned_data["read_at"] or 0


class RecordedReportForm(ReportForm):
    """A report that somebody at the office writes down for the implementer."""

    said_by = PlainTextField(label=_("Kdo to hlásí"), max_length=200)
    channel = forms.ChoiceField(label=_("Jak to přišlo"), choices=Channel.choices, initial=Channel.EMAIL)
    field_order = ("said_by", "channel", "progress", "text", "file", "drop_file")


class SpentForm(forms.Form):
    # The empty choice keeps a row that nobody has filled in empty.
    source = forms.ChoiceField(label=_("Zdroj"), choices=[("", "–"), *FundingSource.choices])
    municipality = forms.TypedChoiceField(label=_("Která obec"), required=False, empty_value=None)
    amount = AmountField(label=_("Vynaloženo v Kč"))

    def __init__(self, *args: Any, municipalities: Mapping[str, Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["municipality"]
        field.choices = [("", "–"), *((key, one.name) for key, one in municipalities.items())]
        field.coerce = lambda key: chosen(municipalities, key)

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if amount < 0:
            raise forms.ValidationError(_("Vynaložené peníze nemohou být záporné."))
        return amount


class SpentRows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of money; one source of one municipality stands there once."""

    def clean(self) -> None:
        seen = set()
        for row in filled(self) if not any(self.errors) else ():
            where = (row["source"], row.get("municipality"))
            if where in seen:
                raise forms.ValidationError(_("Stejný zdroj je uveden dvakrát, částky prosím sečtěte."))
            seen.add(where)


MoneyFormSet = forms.formset_factory(
    SpentForm, formset=SpentRows, extra=2, can_delete=True, can_delete_extra=False, max_num=60
)


class ValuesForm(forms.Form):
    """One number for each indicator of an item; what is left empty is not reported."""

    def __init__(self, *args: Any, indicators: list[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in indicators:
            goal = _("cíl %(target)s") % {"target": plain(one.target)} if one.target is not None else ""
            self.fields[str(one.key)] = AmountField(
                label=f"{one.name} ({one.unit})", required=False, help_text=goal
            )
        self.indicators = indicators

    def reached(self) -> list[Reached]:
        given = {one.key: self.cleaned_data.get(str(one.key)) for one in self.indicators}
        return [Reached(key, value) for key, value in given.items() if value is not None]


class ReportForms:
    """All forms of one item's report; whoever asks for many makes one of these for each item.

    `form_class` is RecordedReportForm where the office writes for the implementer.
    """

    def __init__(
        self,
        *,
        item: Item,
        report: ItemReport | None,
        municipalities: Mapping[str, Territory],
        data: Any = None,
        files: Any = None,
        prefix: str = "",
        form_class: type[ReportForm] = ReportForm,
    ) -> None:
        start = f"{prefix}-" if prefix else ""
        self.item = item
        self.form = form_class(
            data,
            files,
            prefix=prefix or None,
            initial=initial_of(report),
            has_file=bool(report and report.file_id),
        )
        self.money: Any = MoneyFormSet(
            data,
            prefix=f"{start}money",
            initial=money_of(report),
            form_kwargs={"municipalities": municipalities},
        )
        self.values = ValuesForm(
            data,
            prefix=f"{start}values",
            initial=values_of(report),
            indicators=list(item.indicators.all()),
        )

    def all(self) -> list[Any]:
        return [self.form, self.money, self.values]

    def is_valid(self) -> bool:
        return all([one.is_valid() for one in self.all()])  # noqa: C419 - every form says all its mistakes

    @property
    def is_filled(self) -> bool:
        """Say whether the person has written anything into a form of an item not reported on yet."""
        return any(one.has_changed() for one in self.all())

    def said(self) -> dict[str, Any]:
        """Return the arguments of report.write that the person has said."""
        data = {"drop_file": False, **self.form.cleaned_data}
        return {
            **data,
            "money": [Spent(r["source"], r["amount"], r.get("municipality")) for r in filled(self.money)],
            "values": self.values.reached(),
        }


def initial_of(report: ItemReport | None) -> dict[str, Any]:
    if report is None:
        return {"read_at": 0}
    names = ("progress", "text", "said_by", "channel")
    return {**{name: getattr(report, name) for name in names}, "read_at": report.revision}


def money_of(report: ItemReport | None) -> list[dict[str, Any]]:
    rows = report.money.all() if report else ()
    return [
        {"source": one.source, "municipality": one.municipality_id, "amount": plain(one.amount)}
        for one in rows
    ]


def values_of(report: ItemReport | None) -> dict[str, str]:
    rows = report.values.all() if report else ()
    return {str(one.indicator): plain(one.value) for one in rows}


class LineFilter(forms.Form):
    """Which items of a year are shown."""

    rok = forms.TypedChoiceField(label=_("Rok"), coerce=int, required=False)
    stav = forms.ChoiceField(
        label=_("Stav"),
        choices=[("", _("vše")), (MISSING, _("hlášení chybí")), *Progress.choices],
        required=False,
    )
    realizator = forms.ChoiceField(label=_("Realizátor"), required=False)
    q = forms.CharField(label=_("Název"), required=False, max_length=100)

    def __init__(self, *args: Any, years: list[int], lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["rok"].choices = [(year, str(year)) for year in years]
        named = {str(who.pk): who.name for line in lines if (who := line.item.implementer)}
        by_name = sorted(named.items(), key=lambda pair: pair[1])
        nobody = [(NOBODY, _("není určen"))] if any(not line.item.implementer_id for line in lines) else []
        fields["realizator"].choices = [("", _("všichni")), *by_name, *nobody]

    def narrowed(self, lines: list[Line]) -> list[Line]:
        """Keep the items that were asked for; a choice that is not offered narrows nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        tests: list[Callable[[Line], bool]] = []
        if state := asked.get("stav"):
            tests.append(lambda line: line.is_missing if state == MISSING else state_of(line) == state)
        if who := asked.get("realizator"):
            tests.append(lambda line: str(line.item.implementer_id or NOBODY) == who)
        if words := asked.get("q", "").casefold().split():
            tests.append(lambda line: all(word in str(line.item).casefold() for word in words))
        return [line for line in lines if all(test(line) for test in tests)]


def state_of(line: Line) -> str:
    return line.report.progress if line.report else ""


class SheetForm(forms.Form):
    """A filled-in sheet on its way in."""

    upload = forms.FileField(
        label=_("Vyplněný sešit"), help_text=_("XLSX, který jste odsud stáhli, nejvýše 5 MB.")
    )

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("Sešit je větší než 5 MB. Nahrajte prosím jen vyplněný export."))
        if media_type_of(upload) != XLSX:
            raise forms.ValidationError(_("Nahrajte prosím sešit XLSX, který jste odsud stáhli."))
        return upload
