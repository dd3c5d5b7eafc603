"""A meeting of a body: the machine from planning to closed minutes, and its poll for a date."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin, transition

from bodies.enums import MeetingForm, MeetingState, PollChoice, PollState
from people.fields import StateField

S = MeetingState


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def upcoming(self, day: dt.date) -> Self:
        """Keep meetings to be held on a day or later, the nearest first; cancelled ones are left out."""
        return self.filter(held_on__gte=day).exclude(state=S.CANCELLED).order_by("held_on")

    def locked(self, pk: int) -> "Meeting":
        """Lock one meeting, the first lock of every deed about it, then load what guards and letters read."""
        # Without the key: rows of others may meanwhile refer to the meeting, and nobody waits in a circle.
        self.select_for_update(of=("self",), no_key=True).values_list("pk").get(pk=pk)
        return self.select_related("body__territory__owner", "body__organiser", "chair", "minute_taker").get(
            pk=pk
        )


class Meeting(FSMModelMixin, models.Model):
    """A session of a body; planned ones mail nobody."""

    journal_kind = "meeting"

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(_("název"), max_length=200, blank=True)
    number = models.PositiveSmallIntegerField(_("pořadí v roce"), null=True, blank=True)
    held_on = models.DateField(_("den jednání"))
    starts_at = models.DateTimeField(_("začátek"), null=True, blank=True)
    ends_at = models.DateTimeField(_("konec"), null=True, blank=True)
    papers_due_on = models.DateField(_("uzávěrka materiálů"))
    form = models.CharField(_("způsob"), max_length=9, choices=MeetingForm, default=MeetingForm.IN_PERSON)
    place = models.CharField(_("místo"), max_length=300, blank=True)
    access = models.CharField(_("přístupnost místa"), max_length=300, blank=True)
    remote_url = models.URLField(_("odkaz pro připojení"), max_length=500, blank=True)
    note = models.TextField(_("vzkaz do pozvánky"), blank=True)
    state = StateField(_("stav"), choices=S, default=S.PLANNED)
    chair = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("předsedající"),
    )
    minute_taker = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("zapisovatel/ka"),
    )
    substitute_for = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="substitutes",
        verbose_name=_("náhradní jednání za"),
    )

    uid = models.CharField(max_length=120, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    convened_at = models.DateTimeField(_("svoláno"), null=True, blank=True)
    convened_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    short_notice_reason = models.TextField(_("proč je svoláno později"), blank=True)
    begun_at = models.DateTimeField(_("zahájeno"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ukončeno"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("zrušeno"), null=True, blank=True)
    cancel_reason = models.TextField(_("proč je zrušeno"), blank=True)
    quorum_lost_at = models.DateTimeField(_("ztráta usnášeníschopnosti"), null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["held_on", "body_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "held_on"],
                condition=~Q(state=S.CANCELLED) & Q(substitute_for=None),
                name="meeting_once_a_day",
            ),
            models.UniqueConstraint(fields=["uid"], condition=~Q(uid=""), name="meeting_uid_once"),
            models.CheckConstraint(
                condition=Q(papers_due_on__lte=F("held_on")), name="meeting_papers_before"
            ),
            models.CheckConstraint(condition=Q(state__in=S.values), name="meeting_state_known"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="meeting_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.PLANNED, S.CANCELLED])
                | Q(starts_at__isnull=False, convened_at__isnull=False),
                name="meeting_convened_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.HELD, S.CLOSED]) | Q(ended_at__isnull=False),
                name="meeting_held_has_end",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "held_on"], name="meeting_by_state"),
            models.Index(fields=["body", "held_on"], name="meeting_by_body"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.held_on}"

    @property
    def name(self) -> str:
        """The name that people use: "2. jednání 2026" unless the meeting has a title of its own."""
        if self.title:
            return self.title
        if self.number:
            return _("%(n)d. jednání %(year)d") % {"n": self.number, "year": self.held_on.year}
        return _("jednání %(day)d. %(month)d. %(year)d") % {
            "day": self.held_on.day,
            "month": self.held_on.month,
            "year": self.held_on.year,
        }

    @transition(field=state, source=S.PLANNED, target=S.CONVENED)
    def convene(self) -> None: ...

    @transition(field=state, source=S.CONVENED, target=S.CONVENED)
    def reschedule(self) -> None: ...

    @transition(field=state, source=S.CONVENED, target=S.IN_SESSION)
    def begin(self) -> None: ...

    @transition(field=state, source=S.IN_SESSION, target=S.HELD)
    def end(self) -> None: ...

    @transition(field=state, source=S.HELD, target=S.CLOSED)
    def close(self) -> None: ...

    @transition(field=state, source=[S.PLANNED, S.CONVENED, S.IN_SESSION], target=S.CANCELLED)
    def cancel(self) -> None: ...


class Poll(FSMModelMixin, models.Model):
    """A search for a date among the members of a body; the winner becomes a meeting."""

    journal_kind = "poll"

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="polls")
    title = models.CharField(_("název"), max_length=200)
    note = models.TextField(_("vzkaz"), blank=True)
    closes_on = models.DateField(_("odpovědi do"))
    state = StateField(_("stav"), choices=PollState, default=PollState.OPEN)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="polls"
    )
    created_at = models.DateTimeField(_("vyhlášeno"))
    created_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PollState.values), name="poll_state_known"),
            models.CheckConstraint(
                condition=~Q(state=PollState.DECIDED) | Q(meeting__isnull=False),
                name="poll_decided_has_meeting",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @transition(field=state, source=PollState.OPEN, target=PollState.DECIDED)
    def decide(self) -> None: ...

    @transition(field=state, source=PollState.OPEN, target=PollState.CANCELLED)
    def cancel(self) -> None: ...


class PollOption(models.Model):
    """One proposed day and hour."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    starts_at = models.DateTimeField(_("začátek"))
    ends_at = models.DateTimeField(_("konec"))

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "starts_at"], name="poll_option_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="poll_option_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.starts_at:%Y-%m-%d %H:%M}"


class PollVote(models.Model):
    """What one member says to one proposed day."""

    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(_("odpověď"), max_length=5, choices=PollChoice)
    voted_at = models.DateTimeField(_("kdy"))
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["option_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["option", "person"], name="poll_vote_once"),
            models.CheckConstraint(condition=Q(choice__in=PollChoice.values), name="poll_choice_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.choice}"
