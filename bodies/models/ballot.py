"""Votes at a session and outside of it, with the quorum and the rules as they were at that moment."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin, transition

from bodies.enums import (
    BallotKind,
    BallotResult,
    BallotSubject,
    Choice,
    Majority,
    Outcome,
    Quorum,
    RoundState,
    Verb,
)
from people.fields import StateField

COUNTS = F("votes_for") + F("votes_against") + F("abstained") + F("not_voting")


class Ballot(models.Model):
    """One vote on one wording; quorum, majority and their computation are stored with it."""

    journal_kind = "ballot"

    item = models.ForeignKey("bodies.AgendaItem", on_delete=models.PROTECT, related_name="ballots")
    number = models.PositiveSmallIntegerField(_("číslo hlasování"))
    subject = models.CharField(_("o čem"), max_length=9, choices=BallotSubject, default=BallotSubject.OUTPUT)
    kind = models.CharField(_("způsob"), max_length=6, choices=BallotKind, default=BallotKind.HANDS)
    wording = models.TextField(_("o čem se hlasovalo"))
    amends = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    quorum = models.CharField(_("usnášeníschopnost"), max_length=14, choices=Quorum)
    majority = models.CharField(_("většina"), max_length=20, choices=Majority)
    member_count = models.PositiveSmallIntegerField(_("všech členů"))
    present_count = models.PositiveSmallIntegerField(_("přítomných s hlasem"))
    quorum_needed = models.PositiveSmallIntegerField(_("nejméně přítomných"))
    votes_needed = models.PositiveSmallIntegerField(_("nejméně hlasů pro"))
    has_quorum = models.BooleanField(_("usnášeníschopný"))
    votes_for = models.PositiveSmallIntegerField(_("pro"))
    votes_against = models.PositiveSmallIntegerField(_("proti"))
    abstained = models.PositiveSmallIntegerField(_("zdrželo se"))
    not_voting = models.PositiveSmallIntegerField(_("nehlasovalo"), default=0)
    result = models.CharField(_("výsledek"), max_length=6, choices=BallotResult)
    note = models.CharField(_("poznámka"), max_length=300, blank=True)
    taken_at = models.DateTimeField(_("kdy"))
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["item__order", "item_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="ballot_number_once"),
            models.CheckConstraint(
                condition=Q(present_count__gte=COUNTS), name="ballot_no_more_votes_than_voters"
            ),
            models.CheckConstraint(
                condition=Q(present_count__lte=F("member_count")), name="ballot_voters_are_members"
            ),
            models.CheckConstraint(condition=Q(result__in=BallotResult.values), name="ballot_result_known"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}/{self.number}"


class BallotVote(models.Model):
    """How one participant voted by name; secret votes have none."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="votes")
    participant = models.ForeignKey("bodies.Participant", on_delete=models.PROTECT, related_name="votes")
    choice = models.CharField(_("hlas"), max_length=10, choices=Choice)

    class Meta:
        ordering = ["ballot_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "participant"], name="ballot_vote_once"),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="ballot_choice_known"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.choice}"


class Round(FSMModelMixin, models.Model):
    """A vote outside a meeting (per rollam): wording and voters are frozen when it opens."""

    journal_kind = "round"

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField(_("věc"), max_length=300)
    reasons = models.TextField(_("proč se hlasuje mimo jednání"), blank=True)
    verb = models.CharField(_("sloveso"), max_length=12, choices=Verb, default=Verb.RECOMMENDS)
    wording = models.TextField(_("znění, o kterém se hlasuje"))
    outcome = models.CharField(_("co přijetí znamená pro znění"), max_length=24, choices=Outcome, blank=True)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.ForeignKey(
        "documents.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = StateField(_("stav"), choices=RoundState, default=RoundState.DRAFT)
    opens_at = models.DateTimeField(_("otevřeno"), null=True, blank=True)
    closes_at = models.DateTimeField(_("hlasy do"))
    closed_at = models.DateTimeField(_("uzavřeno"), null=True, blank=True)
    majority = models.CharField(_("většina"), max_length=20, choices=Majority, default=Majority.MAJORITY_ALL)
    member_count = models.PositiveSmallIntegerField(_("všech členů"), null=True, blank=True)
    votes_needed = models.PositiveSmallIntegerField(_("nejméně hlasů pro"), null=True, blank=True)
    result = models.CharField(_("výsledek"), max_length=6, choices=BallotResult, blank=True)
    cancel_reason = models.CharField(_("proč je zrušeno"), max_length=300, blank=True)
    reported_at = models.ForeignKey(
        "bodies.AgendaItem", on_delete=models.PROTECT, null=True, blank=True, related_name="reported_rounds"
    )
    created_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("založeno"))
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RoundState.values), name="round_state_known"),
            models.CheckConstraint(
                condition=~Q(state=RoundState.CLOSED) | ~Q(result=""), name="round_closed_has_result"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RoundState.DRAFT, RoundState.CANCELLED])
                | Q(opens_at__isnull=False, member_count__isnull=False, votes_needed__isnull=False),
                name="round_open_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(document__isnull=False), name="round_outcome_about_document"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @transition(field=state, source=RoundState.DRAFT, target=RoundState.OPEN)
    def open(self) -> None: ...

    @transition(field=state, source=RoundState.OPEN, target=RoundState.CLOSED)
    def close(self) -> None: ...

    @transition(field=state, source=[RoundState.DRAFT, RoundState.OPEN], target=RoundState.CANCELLED)
    def cancel(self) -> None: ...


class RoundVote(models.Model):
    """A frozen voter of a round and the vote, once it is given."""

    journal_kind = "round_vote"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="votes")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="round_votes")
    seat = models.ForeignKey("bodies.Seat", on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(_("hlas"), max_length=10, choices=Choice, blank=True)
    comment = models.CharField(_("vzkaz"), max_length=500, blank=True)
    evidence = models.CharField(_("čím je hlas doložen"), max_length=300, blank=True)
    voted_at = models.DateTimeField(_("kdy"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round_id", "seat__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "seat"], name="round_vote_once_per_seat"),
            models.CheckConstraint(condition=Q(choice__in=["", *Choice.values]), name="round_choice_known"),
            models.CheckConstraint(
                condition=Q(choice="", voted_at=None) | ~Q(choice="") & Q(voted_at__isnull=False),
                name="round_vote_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.choice}"
