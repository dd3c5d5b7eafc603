"""What a body resolved or recommended: verbs, and what it did with a document."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bodies.enums import Due, Outcome, OutputWord, Verb


class Resolution(models.Model):
    """An output (usnesení, doporučení, stanovisko) with its number; it may move the edition it is about."""

    journal_kind = "resolution"

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="resolutions")
    meeting = models.ForeignKey(
        "bodies.Meeting", on_delete=models.PROTECT, null=True, blank=True, related_name="resolutions"
    )
    item = models.ForeignKey(
        "bodies.AgendaItem", on_delete=models.PROTECT, null=True, blank=True, related_name="resolutions"
    )
    ballot = models.OneToOneField(
        "bodies.Ballot", on_delete=models.PROTECT, null=True, blank=True, related_name="resolution"
    )
    round = models.OneToOneField(
        "bodies.Round", on_delete=models.PROTECT, null=True, blank=True, related_name="resolution"
    )
    consensus = models.CharField(
        _("shoda bez hlasování"),
        max_length=300,
        blank=True,
        help_text=_("Jen u poradních orgánů: jak předsedající shodu zjistil/a."),
    )
    word = models.CharField(_("výstup"), max_length=14, choices=OutputWord)
    number = models.CharField(_("číslo"), max_length=60, blank=True)
    number_year = models.PositiveSmallIntegerField(_("rok číslování"), null=True, blank=True)
    decided_on = models.DateField(_("ze dne"))
    title = models.CharField(_("věc"), max_length=300)
    # Set when it is about an edition; then it also says what it means for it.
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="resolutions"
    )
    version = models.ForeignKey(
        "documents.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(_("co to znamená pro znění"), max_length=24, choices=Outcome, blank=True)
    changes = models.TextField(_("schválené úpravy"), blank=True)
    is_public = models.BooleanField(_("veřejné"), default=True)
    recorded_at = models.DateTimeField(_("zapsáno"))
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-decided_on", "body_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "number_year", "number"],
                condition=~Q(number=""),
                name="resolution_number_once",
            ),
            models.CheckConstraint(
                condition=Q(number="", number_year=None) | ~Q(number="") & Q(number_year__isnull=False),
                name="resolution_number_has_year",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(document__isnull=False), name="resolution_outcome_about_document"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcome.values]), name="resolution_outcome_known"
            ),
        ]
        indexes = [models.Index(fields=["body", "decided_on"], name="resolution_by_body")]

    def __str__(self) -> str:
        return f"{self.get_word_display()} {self.number}".strip()


class ResolutionPoint(models.Model):
    """One point: a verb, what it says, and for "ukládá" to whom and until when."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="points")
    order = models.PositiveSmallIntegerField(_("pořadí"))
    verb = models.CharField(_("sloveso"), max_length=12, choices=Verb)
    text = models.TextField(_("co"))
    # As it was resolved: the task that came of it may later be extended or passed on.
    responsible = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("odpovídá"),
    )
    organisation = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("odpovídá organizace"),
    )
    cooperating = models.CharField(_("spolupracuje"), max_length=300, blank=True)
    due = models.CharField(_("termín"), max_length=12, choices=Due, blank=True)
    due_on = models.DateField(_("do"), null=True, blank=True)

    class Meta:
        ordering = ["resolution_id", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["resolution", "order"], name="resolution_point_order_once"),
            models.CheckConstraint(condition=Q(verb__in=Verb.values), name="resolution_verb_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.text[:40]}"
