"""What was done for an item in a year: state, money, values of indicators, words."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin, transition

from documents.enums import Channel
from people.fields import StateField
from workflows.enums import FundingSource, Progress, SheetState

S = SheetState


class ReportSheetQuerySet(models.QuerySet["ReportSheet"]):
    def locked(self, pk: int) -> "ReportSheet":
        """Lock one sheet for the transaction; always before its plan."""
        return self.select_for_update().get(pk=pk)


class ItemReport(models.Model):
    """One item's year as its implementer tells it; the item is known by its key, whatever edition says it."""

    journal_kind = "report"

    plan = models.ForeignKey("workflows.Plan", on_delete=models.PROTECT, related_name="reports")
    key = models.UUIDField(_("stálý klíč položky"))
    year = models.PositiveSmallIntegerField(_("rok"))
    progress = models.CharField(_("stav plnění"), max_length=11, choices=Progress)
    text = models.TextField(_("co se podařilo a co ne"), blank=True)
    file = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    request = models.ForeignKey(
        "workflows.InputRequest", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    channel = models.CharField(_("způsob"), max_length=10, choices=Channel, default=Channel.FORM)
    said_by = models.CharField(_("kdo hlásí"), max_length=200, blank=True)
    reported_at = models.DateTimeField(_("nahlášeno"))
    recorded_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["plan_id", "year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key", "year"], name="report_once_per_year"),
            models.CheckConstraint(condition=Q(progress__in=Progress.values), name="report_progress_known"),
        ]
        indexes = [models.Index(fields=["key", "year"], name="report_by_item")]

    def __str__(self) -> str:
        return f"{self.key} {self.year}"


class ReportedMoney(models.Model):
    """Money spent on an item in the report's year from a source, in crowns."""

    report = models.ForeignKey(ItemReport, on_delete=models.CASCADE, related_name="money")
    source = models.CharField(_("zdroj"), max_length=12, choices=FundingSource)
    municipality = models.ForeignKey(
        "people.Territory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("spolufinancující obec"),
    )
    amount = models.DecimalField(_("částka v Kč"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["report_id", "source", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="spent_not_negative"),
            models.UniqueConstraint(
                fields=["report", "source"], condition=Q(municipality=None), name="spent_once_per_source"
            ),
            models.UniqueConstraint(
                fields=["report", "source", "municipality"], name="spent_once_per_municipality"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.source} {self.amount}"


class ReportedValue(models.Model):
    """The value that an indicator reached; its name and unit stay as they were when it was reported."""

    report = models.ForeignKey(ItemReport, on_delete=models.CASCADE, related_name="values")
    indicator = models.UUIDField(_("klíč ukazatele"))
    name = models.CharField(_("ukazatel"), max_length=200)
    unit = models.CharField(_("jednotka"), max_length=60)
    value = models.DecimalField(_("hodnota"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["report_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="value_once_per_indicator")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.value} {self.unit}"


class ReportSheet(FSMModelMixin, models.Model):
    """A filled-in XLSX of reports: read by the worker, shown cell by cell, written only when confirmed."""

    journal_kind = "report_sheet"

    plan = models.ForeignKey("workflows.Plan", on_delete=models.PROTECT, related_name="sheets")
    year = models.PositiveSmallIntegerField(_("rok"))
    file = models.ForeignKey("documents.File", on_delete=models.PROTECT, related_name="+")
    state = StateField(_("stav"), max_length=8, choices=SheetState, default=SheetState.UPLOADED)
    problem = models.CharField(_("co brání přečtení"), max_length=300, blank=True)
    # What becomes of each cell, as found when the sheet was read; shown to people and applied from here
    fates = models.JSONField(_("co se s buňkami stane"), default=list)
    rows_read = models.PositiveIntegerField(_("přečteno řádků"), default=0)
    rows_all = models.PositiveIntegerField(_("řádků celkem"), default=0)
    uploaded_at = models.DateTimeField(_("nahráno"))
    uploaded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("uzavřeno"), null=True, blank=True)

    objects = ReportSheetQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.year} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in (S.UPLOADED, S.READ)

    @transition(field=state, source=S.UPLOADED, target=S.READ)
    def accept(self) -> None: ...

    @transition(field=state, source=S.UPLOADED, target=S.FAILED)
    def give_up(self) -> None: ...

    # Somebody reported meanwhile: what was found no longer holds
    @transition(field=state, source=S.READ, target=S.UPLOADED)
    def read_again(self) -> None: ...

    @transition(field=state, source=S.READ, target=S.APPLIED)
    def apply(self) -> None: ...

    @transition(field=state, source=[S.UPLOADED, S.READ, S.FAILED], target=S.DROPPED)
    def drop(self) -> None: ...
