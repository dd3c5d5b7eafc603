"""The answer of somebody who is asked: reports of items, or proposals; kept half-written as well."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from documents.forms.text import PlainTextField
from people.models import Territory
from workflows.actions.input_request import Proposed
from workflows.enums import Progress, ProposalOutcome
from workflows.forms.content import AmountField, filled, plain
from workflows.forms.report import ReportForms, SpentForm, SpentRows
from workflows.models import Item, ItemReport, Proposal

LONGEST = 20_000
MOST_PROPOSALS = 40
COUNT = "proposals"


def quiet(form: Any) -> None:
    """Take a form that is still being written as it is: nobody is told of mistakes before sending."""
    if isinstance(form, forms.BaseFormSet):
        for one in form.forms:
            quiet(one)
        rows: Any = form
        rows._errors, rows._non_form_errors = [], ErrorList()  # noqa: SLF001
    else:
        form._errors = ErrorDict()  # noqa: SLF001


def keep_quiet(forms: Sequence[Any]) -> None:
    """Let forms that nobody has filled in say no mistakes on a page that tells those of others."""
    for one in forms:
        one.is_valid()
        quiet(one)


def as_data(fields: Mapping[str, str]) -> MultiValueDict[str, str]:
    """Turn what was kept back to what a form reads."""
    return MultiValueDict({name: [value] for name, value in fields.items()})


class SkipForm(forms.Form):
    skip = forms.BooleanField(label=_("Za tuto položku nehlásíme"), required=False)


class ReportPart:
    """An item with the forms of its report, or with the word that nobody reports on it."""

    def __init__(
        self, item: Item, report: ItemReport | None, places: Mapping[str, Territory], data: Any, files: Any
    ) -> None:
        prefix = str(item.key)
        known = data is not None and f"{prefix}-money-TOTAL_FORMS" in data
        self.item, self.report = item, report
        self.is_gone = getattr(item, "is_gone", False)
        bound = {"data": data, "files": files} if known else {}
        self.forms = ReportForms(item=item, report=report, municipalities=places, prefix=prefix, **bound)
        self.skip = SkipForm(data if known else None, prefix=f"{prefix}-skip")
        if self.is_gone:
            progress: Any = self.forms.form.fields["progress"]
            progress.choices = [("", "–"), (Progress.DROPPED, Progress.DROPPED.label)]

    def all(self) -> list[Any]:
        return [*self.forms.all(), self.skip]

    @property
    def is_skipped(self) -> bool:
        return self.skip.is_valid() and bool(self.skip.cleaned_data["skip"])

    @property
    def is_written(self) -> bool:
        """Say whether there is anything to write: what was reported before and not touched stays."""
        return not self.is_skipped and self.forms.is_filled

    def is_valid(self) -> bool:
        if self.is_written:
            return self.forms.is_valid()
        if self.is_skipped or self.report is not None:
            keep_quiet(self.forms.all())
            return True
        text = _("Vyberte stav plnění, nebo zaškrtněte, že za položku nehlásíte.")
        keep_quiet([self.forms.form])
        self.forms.form.add_error("progress", text)
        return False


class PlannedForm(SpentForm):
    amount = AmountField(label=_("Náklady v Kč"))


PlannedFormSet = forms.formset_factory(
    PlannedForm, formset=SpentRows, extra=2, can_delete=True, can_delete_extra=False, max_num=60
)


class ProposalForm(forms.Form):
    title = PlainTextField(label=_("Co navrhujete"), max_length=300)
    text = PlainTextField(
        label=_("Co se má dělat a proč"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=LONGEST,
    )
    key = forms.TypedChoiceField(
        label=_("Ke které položce plánu to patří"), required=False, coerce=UUID, empty_value=None
    )

    def __init__(self, *args: Any, items: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["key"]
        field.choices = [("", _("něco nového")), *((str(one.key), str(one)) for one in items)]


class ProposalPart:
    """One proposal with its money; an empty one is none."""

    def __init__(
        self,
        number: int,
        items: Sequence[Item],
        places: Mapping[str, Territory],
        data: Any,
        proposal: Proposal | None = None,
    ) -> None:
        self.number = number
        prefix = f"p{number}"
        known = data is not None and f"{prefix}-money-TOTAL_FORMS" in data
        initial = {"title": proposal.title, "text": proposal.text, "key": proposal.key} if proposal else {}
        rows = proposal.money if proposal else []
        self.form = ProposalForm(data if known else None, prefix=prefix, items=items, initial=initial)
        self.money: Any = PlannedFormSet(
            data if known else None,
            prefix=f"{prefix}-money",
            initial=[{**row, "amount": plain(Decimal(row["amount"]))} for row in rows],
            form_kwargs={"municipalities": places},
        )

    def all(self) -> list[Any]:
        return [self.form, self.money]

    @property
    def is_written(self) -> bool:
        said = any(str(self.form[name].value() or "").strip() for name in ("title", "text"))
        return said or any(str(row["amount"].value() or "").strip() for row in self.money)

    def is_valid(self) -> bool:
        if self.is_written:
            return all([one.is_valid() for one in self.all()])  # noqa: C419 - every form says its mistakes
        keep_quiet(self.all())
        return True

    def said(self) -> Proposed:
        data = self.form.cleaned_data
        money = [
            {
                "source": row["source"],
                "municipality": row["municipality"].pk if row.get("municipality") else None,
                "amount": str(row["amount"]),
            }
            for row in filled(self.money)
        ]
        return Proposed(data["title"], data["text"], data["key"], money)


class NothingForm(forms.Form):
    nothing = forms.BooleanField(label=_("Žádný návrh nemáme"), required=False)


class AnswerOfReports:
    """The answer about a year: a part for each item that the request asks about."""

    def __init__(
        self,
        *,
        items: Sequence[Item],
        reports: Mapping[UUID, ItemReport],
        places: Mapping[str, Territory],
        data: Any = None,
        files: Any = None,
    ) -> None:
        self.parts = [ReportPart(one, reports.get(one.key), places, data, files) for one in items]

    def all(self) -> list[Any]:
        return [form for part in self.parts for form in part.all()]

    def is_valid(self) -> bool:
        return all([part.is_valid() for part in self.parts])  # noqa: C419 - every part says its mistakes

    def said(self) -> dict[str, Any]:
        return {
            "reports": [{"key": part.item.key, **part.forms.said()} for part in self.parts if part.is_written]
        }


class AnswerOfProposals:
    """The answer for the year to come: as many proposals as were asked for with "another"."""

    def __init__(
        self,
        *,
        items: Sequence[Item],
        places: Mapping[str, Territory],
        proposals: Sequence[Proposal] = (),
        data: Any = None,
    ) -> None:
        opened = [one for one in proposals if one.outcome == ProposalOutcome.OPEN]
        wanted = str(data.get(COUNT, "")) if data is not None else ""
        count = int(wanted) if wanted.isdecimal() and len(wanted) < 4 else 0  # noqa: PLR2004 - three digits
        self.count = min(max(count, len(opened), 1), MOST_PROPOSALS)
        earlier = [*opened, *[None] * self.count]
        self.parts = [ProposalPart(n, items, places, data, earlier[n]) for n in range(self.count)]
        self.nothing = NothingForm(data)

    def all(self) -> list[Any]:
        return [*(form for part in self.parts for form in part.all()), self.nothing]

    def is_valid(self) -> bool:
        fits = all([part.is_valid() for part in self.parts])  # noqa: C419 - every part says its mistakes
        says = self.nothing.is_valid() and self.nothing.cleaned_data["nothing"]
        if not says and not any(part.is_written for part in self.parts):
            self.nothing.add_error(
                "nothing", _("Napište aspoň jeden návrh, nebo zaškrtněte, že žádný nemáte.")
            )
            return False
        return fits

    def said(self) -> dict[str, Any]:
        return {"proposals": [part.said() for part in self.parts if part.is_written]}
