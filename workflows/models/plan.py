"""A plan: its territory, period, people and money; its life as a machine."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin, transition

from documents.models import File
from people.enums import Role
from people.fields import StateField
from workflows.enums import EditionState, PlanState

if TYPE_CHECKING:
    from people.models import Person

S = PlanState
DEFAULT_LEVELS = ["priorita", "cíl", "opatření", "aktivita"]
# From here on an edition is public: the consultation opens it to everybody.
PUBLIC_STATES = (
    EditionState.CONSULTATION,
    EditionState.SETTLEMENT,
    EditionState.COUNCIL_APPROVAL,
    EditionState.ADOPTED,
    EditionState.EFFECTIVE,
    EditionState.SUPERSEDED,
)


def default_levels() -> list[str]:
    return list(DEFAULT_LEVELS)


class FundedProject(models.Model):
    """A project that pays for planning; its publicity goes on every page and rendition of the plan."""

    journal_kind = "project"

    number = models.CharField(_("registrační číslo"), max_length=60)
    title = models.CharField(_("název projektu"), max_length=300)
    programme = models.CharField(_("program"), max_length=200, blank=True)
    publicity = models.TextField(_("věta povinné publicity"), blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["number"], name="project_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def in_one_line(self) -> str:
        """What a rendition says of the project: the sentence of publicity, its name and number."""
        return " ".join(f"{self.publicity} {self.title} reg. č. {self.number}".split())

    @cached_property
    def logos(self) -> list[File]:
        """Return the logos that publicity wants, in the order in which they were added."""
        held = File.objects.filter(holder_kind=self.journal_kind, holder_id=self.pk, is_public=True)
        return list(held.order_by("pk"))


class PlanQuerySet(models.QuerySet["Plan"]):
    def public(self) -> Self:
        """Keep plans that anybody may see: kept elsewhere, or with an edition that the public has met."""
        return self.filter(Q(is_elsewhere=True) | Q(has_public_edition=True))

    def followed(self) -> models.QuerySet["Plan", Any]:
        """Return the numbers of plans that another plan continues; a withdrawn one does not."""
        live = self.exclude(predecessor=None).exclude(state=PlanState.WITHDRAWN)
        return live.order_by().values("predecessor")

    def visible_to(self, person: "Person", day: dt.date) -> Self:
        """Keep plans that a person may see on a day: public ones and those they have a part in."""
        # The person's appointments are read once per request; in a list they need no subquery.
        held = [one.territory_id for one in person.appointed(day)]
        administered = [one.territory_id for one in person.appointed(day, (Role.ADMINISTRATOR,))]
        seated = person.mandates.on(day).values("seat__body")
        asked = Plan.objects.filter(
            Q(editions__decisions__body__in=seated) | Q(editions__opinions__body__in=seated)
        ).values("pk")
        return self.filter(
            Q(is_elsewhere=True)
            | Q(has_public_edition=True)
            | Q(coordinator=person)
            | Q(deputy=person)
            | Q(guarantor=person)
            | Q(drafter=person, territory__in=held)
            | Q(territory__in=held)
            | Q(territory__region__in=administered)
            | Q(pk__in=person.reviews.values("edition__plan"))
            | Q(pk__in=asked)
        )


class Plan(FSMModelMixin, models.Model):
    """A community plan of social services of one planning territory."""

    journal_kind = "plan"

    title = models.CharField(_("název"), max_length=300)
    slug = models.SlugField(_("adresa"), max_length=120, unique=True)
    territory = models.ForeignKey("people.Territory", on_delete=models.PROTECT, related_name="plans")
    period_from = models.DateField(_("období od"), null=True, blank=True)
    period_to = models.DateField(_("období do"), null=True, blank=True)
    generation = models.PositiveSmallIntegerField(_("generace"), default=1)
    predecessor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    projects = models.ManyToManyField(FundedProject, related_name="plans", blank=True)
    levels = models.JSONField(_("názvy úrovní"), default=default_levels)
    lead = models.TextField(_("o čem plán je"), blank=True)
    state = StateField(_("stav"), choices=S, default=S.PREPARING)

    coordinator = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="coordinated_plans"
    )
    deputy = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    guarantor = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafter = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    is_elsewhere = models.BooleanField(_("vedený jinde"), default=False)
    link = models.URLField(_("odkaz"), max_length=500, blank=True)
    file = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_on = models.DateField(_("ověřeno dne"), null=True, blank=True)
    has_public_edition = models.BooleanField(default=False, editable=False)
    revision = models.PositiveIntegerField(default=0)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["territory__name", "-period_from"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="plan_state_known"),
            models.CheckConstraint(
                condition=Q(period_from=None) | Q(period_to=None) | Q(period_to__gte=F("period_from")),
                name="plan_period_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(is_elsewhere=True) | Q(period_from__isnull=False, period_to__isnull=False),
                name="plan_here_has_period",
            ),
            models.CheckConstraint(
                condition=Q(is_elsewhere=True) | Q(coordinator__isnull=False),
                name="plan_here_has_coordinator",
            ),
            # One plan continues another; a withdrawn one leaves the place to somebody else
            models.UniqueConstraint(
                fields=["predecessor"], condition=~Q(state=S.WITHDRAWN), name="plan_followed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> str:
        """The period in years as printed: 2027–2029, or one year."""
        if not (self.period_from and self.period_to):
            return str(self.period_from.year) + "–" if self.period_from else ""
        first, last = self.period_from.year, self.period_to.year
        return str(first) if first == last else f"{first}–{last}"

    @cached_property
    def is_funded(self) -> bool:
        """Say whether publicity belongs on the plan's pages; loaders of pages know it without a query."""
        return self.projects.exists()

    def level_name(self, depth: int) -> str:
        """Name of the level at a depth from 0, as this plan calls it."""
        names: list[Any] = self.levels or DEFAULT_LEVELS
        return str(names[min(depth, len(names) - 1)])

    @transition(field=state, source=[S.PREPARING, S.EVALUATING], target=S.IN_FORCE)
    def put_in_force(self) -> None: ...

    @transition(field=state, source=S.IN_FORCE, target=S.EVALUATING)
    def start_evaluation(self) -> None: ...

    @transition(field=state, source=[S.IN_FORCE, S.EVALUATING], target=S.CLOSED)
    def close(self) -> None: ...

    @transition(field=state, source=S.PREPARING, target=S.WITHDRAWN)
    def withdraw(self) -> None: ...
