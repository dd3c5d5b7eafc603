"""Dated duties of municipalities and regions: what the act wants of whom and by when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin, transition

from people.fields import StateField
from workflows.enums import DutyState, ServiceForm

S = DutyState


class DutyRule(models.Model):
    """A duty as a rule with the paragraph and the day on which its wording was checked."""

    journal_kind = "duty_rule"

    code = models.SlugField(_("kód"), max_length=60)
    name = models.CharField(_("název"), max_length=200)
    about = models.TextField(_("co obnáší"), blank=True)
    territory_kinds = models.JSONField(_("druhy území"), default=list)
    # Of a territory's own; empty for a rule of the act that all share
    territory = models.ForeignKey(
        "people.Territory", on_delete=models.PROTECT, null=True, blank=True, related_name="duty_rules"
    )
    month = models.PositiveSmallIntegerField(_("měsíc termínu"))
    day = models.PositiveSmallIntegerField(_("den termínu"))
    next_year = models.BooleanField(_("termín je až v následujícím roce"), default=False)
    remind_days = models.PositiveSmallIntegerField(_("připomenout dní předem"), default=14)
    valid_from = models.DateField(_("platí od"))
    source = models.CharField(_("odkud pravidlo je"), max_length=300)
    checked_on = models.DateField(_("znění ověřeno dne"))

    class Meta:
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], condition=Q(territory=None), name="duty_rule_once_per_day"
            ),
            models.UniqueConstraint(
                fields=["code", "territory", "valid_from"], name="duty_rule_of_territory_once_per_day"
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12, day__gte=1, day__lte=31), name="duty_rule_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DutyQuerySet(models.QuerySet["Duty"]):
    def locked(self, pk: int) -> "Duty":
        return self.select_for_update().get(pk=pk)


class Duty(FSMModelMixin, models.Model):
    """One duty of one territory for one year."""

    journal_kind = "duty"

    rule = models.ForeignKey(DutyRule, on_delete=models.PROTECT, related_name="duties")
    territory = models.ForeignKey("people.Territory", on_delete=models.PROTECT, related_name="duties")
    year = models.PositiveSmallIntegerField(_("rok"))
    due_on = models.DateField(_("termín"))
    state = StateField(_("stav"), choices=S, default=S.DUE)
    fulfilled_on = models.DateField(_("splněno dne"), null=True, blank=True)
    reference = models.CharField(_("č. j."), max_length=60, blank=True)
    text = models.TextField(_("obsah hlášení"), blank=True)
    reason = models.TextField(_("proč odpadla"), blank=True)
    file = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("zapsáno"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reminded_at = models.DateTimeField(_("připomenuto"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "due_on", "territory__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "territory", "year"], name="duty_once_per_year"),
            models.CheckConstraint(
                condition=~Q(state=S.FULFILLED) | Q(fulfilled_on__isnull=False),
                name="duty_fulfilled_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.WAIVED) | ~Q(reason=""), name="duty_waived_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="duty_by_state")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.territory_id} {self.year}"

    @transition(field=state, source=S.DUE, target=S.FULFILLED)
    def fulfil(self) -> None: ...

    @transition(field=state, source=S.DUE, target=S.WAIVED)
    def waive(self) -> None: ...

    @transition(field=state, source=[S.FULFILLED, S.WAIVED], target=S.DUE)
    def reopen(self) -> None: ...


class NeededCapacity(models.Model):
    """A capacity that a municipality reports as needed (§ 94 f), a line of its duty's report."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="capacities")
    kind = models.ForeignKey("workflows.ServiceKind", on_delete=models.PROTECT, related_name="+")
    form = models.CharField(_("forma"), max_length=11, blank=True)
    capacity = models.DecimalField(_("potřebná kapacita"), max_digits=10, decimal_places=2)
    unit = models.CharField(_("jednotka"), max_length=60)
    available = models.DecimalField(
        _("dnes dostupná kapacita"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    note = models.CharField(_("poznámka"), max_length=300, blank=True)

    class Meta:
        ordering = ["duty_id", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gte=0), name="needed_capacity_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.capacity} {self.unit}"

    @property
    def form_label(self) -> str:
        return str(ServiceForm(self.form).label) if self.form else ""
