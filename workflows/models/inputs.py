"""Asking implementers and municipalities: for reports of a year, for proposals for the next one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin, transition
from viewflow.workflow.models import Process

from documents.enums import Channel
from people.fields import StateField
from workflows.enums import InputPurpose, InputRequestState, InputRoundState, ProposalOutcome

S = InputRoundState
R = InputRequestState


class InputRoundQuerySet(models.QuerySet["InputRound"]):
    def locked(self, pk: int) -> "InputRound":
        """Lock one round for the transaction; always before its requests and its errand."""
        return self.select_for_update().get(pk=pk)


class InputRound(FSMModelMixin, models.Model):
    """One asking of many about one year of a plan."""

    journal_kind = "input_round"

    plan = models.ForeignKey("workflows.Plan", on_delete=models.PROTECT, related_name="input_rounds")
    purpose = models.CharField(_("o co se žádá"), max_length=9, choices=InputPurpose)
    year = models.PositiveSmallIntegerField(_("rok"))
    due_on = models.DateField(_("termín"))
    note = models.TextField(_("co k tomu napsat"), blank=True)
    state = StateField(_("stav"), choices=S, default=S.OPEN)
    opened_at = models.DateTimeField(_("rozesláno"))
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("uzavřeno"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = InputRoundQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "-year", "-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "purpose", "year"],
                condition=Q(state=S.OPEN),
                name="input_round_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state=S.OPEN, closed_at=None) | Q(state=S.CLOSED, closed_at__isnull=False),
                name="input_round_closed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.year}"

    @transition(field=state, source=S.OPEN, target=S.CLOSED)
    def close(self) -> None: ...


class InputRequest(FSMModelMixin, models.Model):
    """What one organisation or municipality is asked; who answers may change, nothing typed is lost."""

    journal_kind = "input_request"

    round = models.ForeignKey(InputRound, on_delete=models.PROTECT, related_name="requests")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    territory = models.ForeignKey(
        "people.Territory", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Nobody to write to: the coordinator prints the letter or types the answer in
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="input_requests"
    )
    keys = models.JSONField(_("klíče položek"), default=list)
    due_on = models.DateField(_("termín"))
    state = StateField(_("stav"), choices=R, default=R.ASKED)
    asked_at = models.DateTimeField(_("požádán"))
    started_at = models.DateTimeField(_("začal/a psát"), null=True, blank=True)
    answered_at = models.DateTimeField(_("odpovězeno"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(_("způsob"), max_length=10, choices=Channel, default=Channel.FORM)
    evidence = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    excuse = models.CharField(_("důvod omluvy"), max_length=300, blank=True)
    reminded_at = models.DateTimeField(_("připomenuto"), null=True, blank=True)
    # The form as it is being written, field by field; kept with each pause in typing
    typed = models.JSONField(_("rozepsaná odpověď"), default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["round_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, territory=None)
                | Q(organisation=None, territory__isnull=False),
                name="input_request_asks_one",
            ),
            models.UniqueConstraint(fields=["round", "organisation"], name="input_request_organisation_once"),
            models.UniqueConstraint(fields=["round", "territory"], name="input_request_territory_once"),
            models.CheckConstraint(
                condition=Q(state__in=[R.ASKED, R.STARTED], answered_at=None)
                | Q(state__in=[R.ANSWERED, R.EXCUSED], answered_at__isnull=False),
                name="input_request_answered_has_time",
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="input_request_by_person")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.organisation_id or self.territory_id}"

    @property
    def is_open(self) -> bool:
        return self.state in (R.ASKED, R.STARTED)

    @property
    def is_begun(self) -> bool:
        """Say whether something is written that was not sent yet."""
        return bool(self.typed.get("fields"))

    @property
    def asked(self) -> str:
        """Name of the organisation or municipality that is asked."""
        return str(self.organisation or (self.territory.name if self.territory else ""))

    @transition(field=state, source=[R.ASKED, R.STARTED], target=R.STARTED)
    def start(self) -> None: ...

    @transition(field=state, source=[R.ASKED, R.STARTED], target=R.ANSWERED)
    def answer(self) -> None: ...

    @transition(field=state, source=[R.ASKED, R.STARTED], target=R.EXCUSED)
    def pardon(self) -> None: ...

    # Somebody was excused by mistake
    @transition(field=state, source=R.EXCUSED, target=R.ASKED)
    def await_again(self) -> None: ...

    # Somebody answered by mistake, or has more to say while the round is open
    @transition(field=state, source=R.ANSWERED, target=R.STARTED)
    def reopen(self) -> None: ...


class Proposal(models.Model):
    """What an asked organisation or municipality wants in the next year's plan."""

    journal_kind = "proposal"

    request = models.ForeignKey(InputRequest, on_delete=models.PROTECT, related_name="proposals")
    key = models.UUIDField(_("klíč položky, ke které patří"), null=True, blank=True)
    title = models.CharField(_("název"), max_length=300)
    text = models.TextField(_("co se má dělat a proč"), blank=True)
    # A list of source (FundingSource), municipality (its pk or null) and amount (text with a decimal point)
    money = models.JSONField(_("předpokládané náklady"), default=list)
    outcome = models.CharField(
        _("jak se naložilo"), max_length=8, choices=ProposalOutcome, default=ProposalOutcome.OPEN
    )
    reason = models.TextField(_("proč"), blank=True)
    item = models.UUIDField(_("klíč položky, která z něj je"), null=True, blank=True)
    settled_at = models.DateTimeField(_("vyřízeno"), null=True, blank=True)
    settled_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    told_at = models.DateTimeField(_("sděleno tomu, kdo navrhl"), null=True, blank=True)

    class Meta:
        ordering = ["request_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=ProposalOutcome.OPEN, settled_at=None)
                | ~Q(outcome=ProposalOutcome.OPEN) & Q(settled_at__isnull=False),
                name="proposal_settled_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ProposalOutcome.DECLINED) | ~Q(reason=""),
                name="proposal_declined_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(settled_at__isnull=False), name="proposal_told_when_settled"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class InputProcess(Process):
    """The errand of a round: who was asked and who has answered."""

    round = models.ForeignKey(InputRound, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.flow_class} {self.round_id}"
