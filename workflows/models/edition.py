"""An edition (znění): what has to be approved, and the one machine of its approval."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin, transition

from people.fields import StateField
from workflows.enums import EditionKind, EditionState

S = EditionState
BEFORE_ADOPTION = (S.DRAFTING, S.TRIAD_REVIEW, S.CONSULTATION, S.SETTLEMENT, S.COUNCIL_APPROVAL)
# A refused edition may be reworked, so it still counts as being prepared until it is withdrawn.
WITHDRAWABLE = (*BEFORE_ADOPTION, S.REJECTED)


class EditionQuerySet(models.QuerySet["Edition"]):
    def locked(self, pk: int) -> "Edition":
        """Lock one edition for the transaction; always the first lock (subject → process → journal)."""
        return self.select_for_update(no_key=True).get(pk=pk)

    def locked_of(self, plan: int) -> list["Edition"]:
        """Lock all editions of a plan, the oldest first, as two of them take effect on each other."""
        return list(self.select_for_update(no_key=True).filter(plan=plan).order_by("pk"))

    def in_preparation(self) -> Self:
        return self.filter(state__in=BEFORE_ADOPTION)


class Edition(FSMModelMixin, models.Model):
    """One text of a plan on its way to approval: the original, an update, an action plan, an evaluation."""

    journal_kind = "edition"

    plan = models.ForeignKey("workflows.Plan", on_delete=models.PROTECT, related_name="editions")
    kind = models.CharField(_("druh"), max_length=11, choices=EditionKind, default=EditionKind.ORIGINAL)
    year = models.PositiveSmallIntegerField(_("rok"), null=True, blank=True)
    number = models.PositiveSmallIntegerField(_("pořadí"), default=1)
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+", null=True
    )
    path = models.ForeignKey("workflows.ApprovalPath", on_delete=models.PROTECT, related_name="editions")
    state = StateField(_("stav"), choices=S, default=S.DRAFTING)
    state_since = models.DateTimeField(_("v tomto stavu od"))
    round = models.PositiveSmallIntegerField(_("kolo triády"), default=0)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    # The text that this one was started from; stable keys of items lead from one to the other
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="started_from_here"
    )
    submitter = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("předkladatel"),
    )

    opens_on = models.DateField(_("připomínky od"), null=True, blank=True)
    due_on = models.DateField(_("termín"), null=True, blank=True)
    valid_from = models.DateField(_("platí od"), null=True, blank=True)
    valid_to = models.DateField(_("platí do"), null=True, blank=True)
    adopted_on = models.DateField(_("schváleno dne"), null=True, blank=True)
    publish_by = models.DateField(_("zveřejnit do"), null=True, blank=True)
    published_on = models.DateField(_("zveřejněno dne"), null=True, blank=True)
    published_at_url = models.URLField(_("kde je zveřejněno"), max_length=500, blank=True)
    ended_reason = models.TextField(_("důvod"), blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("založeno"))

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="edition_state_known"),
            # What was withdrawn leaves its number to the next one.
            models.UniqueConstraint(
                fields=["plan", "kind", "year", "number"],
                condition=~Q(state=S.WITHDRAWN),
                name="edition_once_per_year",
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "number"],
                condition=Q(year=None) & ~Q(state=S.WITHDRAWN),
                name="edition_once_per_plan",
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "year"],
                condition=Q(state=S.EFFECTIVE),
                name="edition_of_year_in_force_once",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state=S.EFFECTIVE, kind__in=[EditionKind.ORIGINAL, EditionKind.UPDATE]),
                name="edition_text_in_force_once",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state=S.EFFECTIVE, kind=EditionKind.NETWORK),
                name="edition_network_in_force_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="edition_valid_to_after_from",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.ADOPTED, S.EFFECTIVE, S.SUPERSEDED]) | Q(adopted_on__isnull=False),
                name="edition_adopted_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.EFFECTIVE, S.SUPERSEDED]) | Q(valid_from__isnull=False),
                name="edition_effective_has_validity",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EditionKind.ACTION_PLAN) | Q(year__isnull=False),
                name="edition_action_plan_has_year",
            ),
        ]
        indexes = [models.Index(fields=["state", "state_since"], name="edition_by_state")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.label}"

    @property
    def label(self) -> str:
        """The edition as printed: původní znění, 2. aktualizace, akční plán 2026 (1. aktualizace)."""
        word = str(EditionKind(self.kind).label)
        if self.kind == EditionKind.UPDATE:
            return f"{self.number}. {word}"
        if self.kind == EditionKind.EVALUATION and not self.year:
            word = str(_("závěrečné vyhodnocení"))
        if self.year:
            word = f"{word} {self.year}"
        return f"{word} ({self.number - 1}. {EditionKind.UPDATE.label})" if self.number > 1 else word

    @property
    def content_is_open(self) -> bool:
        """Say whether the text may be written now; while it is judged it stands still."""
        return self.state in (S.DRAFTING, S.SETTLEMENT)

    @property
    def is_final_evaluation(self) -> bool:
        """Say whether this evaluates the whole plan; when it comes into force, the plan is closed."""
        return self.kind == EditionKind.EVALUATION and self.year is None

    @transition(field=state, source=[S.DRAFTING, S.SETTLEMENT], target=S.TRIAD_REVIEW)
    def submit_to_triad(self) -> None: ...

    @transition(field=state, source=[S.DRAFTING, S.TRIAD_REVIEW], target=S.CONSULTATION)
    def open_consultation(self) -> None: ...

    @transition(field=state, source=S.CONSULTATION, target=S.CONSULTATION)
    def extend_consultation(self) -> None: ...

    @transition(field=state, source=S.CONSULTATION, target=S.SETTLEMENT)
    def close_consultation(self) -> None: ...

    @transition(field=state, source=S.TRIAD_REVIEW, target=S.SETTLEMENT)
    def start_settlement(self) -> None: ...

    @transition(field=state, source=[S.DRAFTING, S.TRIAD_REVIEW, S.SETTLEMENT], target=S.COUNCIL_APPROVAL)
    def submit_for_approval(self) -> None: ...

    @transition(field=state, source=S.COUNCIL_APPROVAL, target=S.COUNCIL_APPROVAL)
    def record_decision(self) -> None: ...

    @transition(field=state, source=S.COUNCIL_APPROVAL, target=S.ADOPTED)
    def adopt(self) -> None: ...

    @transition(field=state, source=S.COUNCIL_APPROVAL, target=S.REJECTED)
    def reject(self) -> None: ...

    @transition(field=state, source=S.ADOPTED, target=S.EFFECTIVE)
    def make_effective(self) -> None: ...

    @transition(field=state, source=S.EFFECTIVE, target=S.SUPERSEDED)
    def supersede(self) -> None: ...

    @transition(
        field=state,
        source=[S.TRIAD_REVIEW, S.CONSULTATION, S.SETTLEMENT, S.COUNCIL_APPROVAL, S.REJECTED],
        target=S.DRAFTING,
    )
    def return_for_rework(self) -> None: ...

    @transition(field=state, source=[*WITHDRAWABLE], target=S.WITHDRAWN)
    def withdraw(self) -> None: ...
