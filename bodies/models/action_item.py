"""Action items (úkoly): what somebody was asked to do, by when, and what a later meeting said of it."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin, transition

from bodies.enums import OPEN_ACTIONS, ActionState, Due
from people.fields import StateField

S = ActionState
OPEN = [state.value for state in OPEN_ACTIONS]


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def late(self, day: dt.date) -> Self:
        """Keep those that should have been done before a day; what is reported waits for somebody else."""
        return self.filter(state__in=[S.ASSIGNED, S.IN_PROGRESS], due_on__lt=day)

    def locked(self, pk: int) -> "ActionItem":
        self.select_for_update(of=("self",)).get(pk=pk)
        return self.select_related("body__territory", "body__organiser", "responsible", "organisation").get(
            pk=pk
        )


class ActionItem(FSMModelMixin, models.Model):
    """A task with one responsible person or one outside organisation."""

    journal_kind = "action_item"

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="action_items")
    number = models.CharField(_("číslo"), max_length=40)
    text = models.TextField(_("co je potřeba udělat"))
    meeting = models.ForeignKey(
        "bodies.Meeting", on_delete=models.PROTECT, null=True, blank=True, related_name="action_items"
    )
    item = models.ForeignKey(
        "bodies.AgendaItem", on_delete=models.PROTECT, null=True, blank=True, related_name="action_items"
    )
    point = models.OneToOneField(
        "bodies.ResolutionPoint", on_delete=models.PROTECT, null=True, blank=True, related_name="action_item"
    )
    responsible = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="action_items",
        verbose_name=_("odpovídá"),
    )
    organisation = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="action_items",
        verbose_name=_("odpovídá organizace"),
    )
    cooperating = models.CharField(_("spolupracuje"), max_length=300, blank=True)
    due = models.CharField(_("termín"), max_length=12, choices=Due, default=Due.DAY)
    due_on = models.DateField(_("do"), null=True, blank=True)
    first_due_on = models.DateField(_("původní termín"), null=True, blank=True)
    state = StateField(_("stav"), choices=S, default=S.ASSIGNED)
    report = models.TextField(_("co bylo uděláno"), blank=True)
    reported_at = models.DateTimeField(_("nahlášeno"), null=True, blank=True)
    done_on = models.DateField(_("splněno dne"), null=True, blank=True)
    # The responsible person asks for more time; the organiser answers by extending or by refusing.
    wanted_due_on = models.DateField(_("požadovaný termín"), null=True, blank=True)
    wanted_reason = models.TextField(_("proč je potřeba víc času"), blank=True)
    wanted_at = models.DateTimeField(_("požádáno"), null=True, blank=True)
    # The thing in a plan that the task serves: the document of its edition and the stable key of the item.
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="action_items"
    )
    part_key = models.CharField(_("klíč části plánu"), max_length=40, blank=True)
    part_label = models.CharField(_("část plánu"), max_length=300, blank=True)
    assigned_at = models.DateTimeField(_("uloženo"))
    assigned_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminder_count = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="action_item_number_once"),
            models.CheckConstraint(condition=Q(state__in=S.values), name="action_item_state_known"),
            models.CheckConstraint(
                condition=Q(responsible=None) | Q(organisation=None), name="action_item_one_responsible"
            ),
            models.CheckConstraint(
                condition=~Q(due=Due.DAY) | Q(due_on__isnull=False), name="action_item_day_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(state=S.DONE) | Q(done_on__isnull=False), name="action_item_done_has_date"
            ),
            models.CheckConstraint(
                condition=Q(wanted_at=None, wanted_due_on=None)
                | Q(wanted_at__isnull=False, wanted_due_on__isnull=False),
                name="action_item_wanted_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="action_item_by_due"),
            models.Index(fields=["responsible", "state"], name="action_item_by_person"),
            models.Index(fields=["body", "state"], name="action_item_by_body"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.text[:60]}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_extended(self) -> bool:
        return self.first_due_on is not None and self.due_on != self.first_due_on

    @property
    def answerer(self) -> str:
        """Name of whoever answers for the task."""
        if self.responsible is not None:
            return self.responsible.name
        return self.organisation.name if self.organisation else ""

    def is_late(self, day: dt.date) -> bool:
        return self.state in (S.ASSIGNED, S.IN_PROGRESS) and self.due_on is not None and self.due_on < day

    @transition(field=state, source=S.ASSIGNED, target=S.IN_PROGRESS)
    def take_up(self) -> None: ...

    @transition(field=state, source=[S.ASSIGNED, S.IN_PROGRESS], target=S.REPORTED)
    def report_done(self) -> None: ...

    @transition(field=state, source=[S.ASSIGNED, S.IN_PROGRESS, S.REPORTED], target=S.DONE)
    def accept(self) -> None: ...

    @transition(field=state, source=S.REPORTED, target=S.IN_PROGRESS)
    def send_back(self) -> None: ...

    @transition(field=state, source=[S.DONE, S.CANCELLED], target=S.IN_PROGRESS)
    def reopen(self) -> None: ...

    @transition(field=state, source=OPEN, target=S.CANCELLED)
    def cancel(self) -> None: ...


class ActionCheck(models.Model):
    """What a meeting found when it checked an open task."""

    action_item = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="checks")
    item = models.ForeignKey("bodies.AgendaItem", on_delete=models.PROTECT, related_name="checks")
    found = models.CharField(_("stav při kontrole"), max_length=11, choices=S)
    note = models.TextField(_("zjištění"), blank=True)
    due_on = models.DateField(_("termín po kontrole"), null=True, blank=True)
    checked_at = models.DateTimeField(_("kdy"))
    checked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["action_item_id", "checked_at"]
        constraints = [
            models.UniqueConstraint(fields=["action_item", "item"], name="action_check_once_per_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.action_item_id} {self.found}"
