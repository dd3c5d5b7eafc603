"""What the triad and the bodies say of a version."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.enums import Channel
from people.enums import Side
from workflows.enums import Deed, Verdict


class Review(models.Model):
    """One person's verdict on a named side in one round; a person answers once, even with several seats."""

    journal_kind = "review"

    edition = models.ForeignKey("workflows.Edition", on_delete=models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField(_("kolo"))
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, null=True, related_name="+")
    side = models.CharField(_("strana"), max_length=13, choices=Side)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="reviews")
    seat = models.ForeignKey("bodies.Seat", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    capacity = models.CharField(_("za koho mluví"), max_length=200, blank=True)
    also_sides = models.CharField(_("působí i za"), max_length=60, blank=True)
    due_on = models.DateField(_("termín"), null=True, blank=True)
    asked_at = models.DateTimeField(_("požádán"), null=True, blank=True)
    verdict = models.CharField(_("vyjádření"), max_length=11, choices=Verdict, blank=True)
    text = models.TextField(_("odůvodnění"), blank=True)
    is_excused = models.BooleanField(_("omluven"), default=False)
    excuse = models.CharField(_("důvod omluvy"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("odpovězeno"), null=True, blank=True)
    answered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(_("způsob"), max_length=10, choices=Channel, default=Channel.FORM)
    evidence = models.ForeignKey("documents.File", on_delete=models.PROTECT, null=True, related_name="+")
    evidence_note = models.CharField(_("čím je doloženo"), max_length=300, blank=True)
    settlement = models.TextField(_("vypořádání výhrady"), blank=True)
    settled_at = models.DateTimeField(_("vypořádáno"), null=True, blank=True)
    settled_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reminded_at = models.DateTimeField(_("připomenuto"), null=True, blank=True)

    class Meta:
        ordering = ["edition_id", "round", "side", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "round", "person"], name="review_once_per_round"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="review_side_known"),
            models.CheckConstraint(
                condition=Q(verdict="", is_excused=False, answered_at=None)
                | Q(answered_at__isnull=False)
                & (Q(is_excused=True, verdict="") | Q(is_excused=False) & ~Q(verdict="")),
                name="review_answered_or_excused",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["", Verdict.AGREE]) | ~Q(text=""), name="review_reservation_has_text"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settlement="") | Q(settled_at__isnull=False) & ~Q(settlement=""),
                name="review_settled_with_text",
            ),
        ]
        indexes = [models.Index(fields=["person", "verdict"], name="review_by_person")]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.round} {self.person_id}"

    @property
    def is_open(self) -> bool:
        return not self.verdict and not self.is_excused

    @property
    def needs_settlement(self) -> bool:
        """A reservation has to be settled before approval."""
        return self.verdict == Verdict.RESERVATION and self.settled_at is None


class Opinion(models.Model):
    """A body's stanovisko that the path wants before a move."""

    journal_kind = "opinion"

    edition = models.ForeignKey("workflows.Edition", on_delete=models.PROTECT, related_name="opinions")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="opinions")
    before = models.CharField(_("před krokem"), max_length=20, choices=Deed)
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)
    verdict = models.CharField(_("stanovisko"), max_length=11, choices=Verdict, blank=True)
    text = models.TextField(_("znění"), blank=True)
    reference = models.CharField(_("číslo"), max_length=60, blank=True)
    given_on = models.DateField(_("dne"), null=True, blank=True)
    meeting = models.ForeignKey(
        "bodies.Meeting", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolution = models.OneToOneField(
        "bodies.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="opinion"
    )
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.ForeignKey("documents.File", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("zapsáno"), null=True, blank=True)
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["edition_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "body", "before"], name="opinion_once_per_move"),
            models.CheckConstraint(
                condition=Q(verdict="", given_on=None, recorded_at=None)
                | ~Q(verdict="") & Q(given_on__isnull=False, recorded_at__isnull=False),
                name="opinion_given_with_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} k {self.edition_id}"
