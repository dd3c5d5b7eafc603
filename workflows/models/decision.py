"""What councils decide."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.enums import OPEN_OUTCOMES, Outcome


class Decision(models.Model):
    """A decision of one body on an edition, or on the plan itself (start, project and grant, groups, end)."""

    journal_kind = "decision"

    plan = models.ForeignKey("workflows.Plan", on_delete=models.PROTECT, related_name="decisions")
    edition = models.ForeignKey(
        "workflows.Edition", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    body = models.ForeignKey(
        "bodies.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    body_name = models.CharField(_("orgán, který tu není veden"), max_length=200, blank=True)
    territory = models.ForeignKey("people.Territory", on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)
    required_outcomes = models.JSONField(_("požadovaný výsledek"), default=list)
    is_informative = models.BooleanField(_("jen na vědomí"), default=False)
    subject = models.CharField(_("o čem"), max_length=300, blank=True)
    meeting = models.ForeignKey(
        "bodies.Meeting", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The output of the body's own minutes, when the body meets here; its words and number are kept with it.
    resolution = models.OneToOneField(
        "bodies.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="decision"
    )
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, null=True, related_name="+")
    adopted_version = models.ForeignKey(
        "documents.Version", on_delete=models.PROTECT, null=True, related_name="+"
    )

    outcome = models.CharField(_("výsledek"), max_length=21, choices=Outcome, blank=True)
    decided_on = models.DateField(_("dne"), null=True, blank=True)
    number = models.CharField(_("číslo usnesení"), max_length=40, blank=True)
    number_year = models.PositiveSmallIntegerField(_("rok čísla"), null=True, blank=True)
    text = models.TextField(_("znění usnesení"), blank=True)
    changes = models.TextField(_("seznam úprav"), blank=True)
    file = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("zapsáno"), null=True, blank=True)
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    is_ended = models.BooleanField(_("už se nečeká"), default=False)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["plan_id", "edition_id", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "number_year", "number"],
                condition=~Q(number=""),
                name="decision_number_once_per_body",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on=None) | ~Q(outcome="") & Q(decided_on__isnull=False),
                name="decision_outcome_with_date",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.APPROVES_WITH_CHANGES) | ~Q(changes=""),
                name="decision_changes_are_listed",
            ),
            models.CheckConstraint(
                condition=Q(number="", number_year=None) | ~Q(number="") & Q(number_year__isnull=False),
                name="decision_number_with_year",
            ),
            models.CheckConstraint(
                condition=Q(body__isnull=False) | ~Q(body_name=""), name="decision_names_a_body"
            ),
        ]
        indexes = [models.Index(fields=["edition", "order"], name="decision_by_edition")]

    def __str__(self) -> str:
        return f"{self.body_id} {self.number or self.outcome}"

    @property
    def is_open(self) -> bool:
        """Say whether the body is still expected to decide."""
        return not self.is_ended and (not self.outcome or self.outcome in OPEN_OUTCOMES)

    @property
    def is_met(self) -> bool:
        """Say whether the body has given what the path wants of it."""
        return bool(self.outcome) and (self.is_informative or self.outcome in self.required_outcomes)

    @property
    def awaits_amended_text(self) -> bool:
        return (
            not self.is_ended
            and self.outcome == Outcome.APPROVES_WITH_CHANGES
            and self.adopted_version_id is None
        )
