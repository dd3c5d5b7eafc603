"""The window in which the public comments on a version, and its hearing."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _


class Consultation(models.Model):
    """One round of public comments (připomínkové řízení) on one frozen version."""

    journal_kind = "consultation"

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="consultations")
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("kolo"))
    opens_on = models.DateField(_("otevřeno od"))
    closes_on = models.DateField(_("otevřeno do"))
    minimum_days = models.PositiveIntegerField(_("nejméně dní"))
    answer_by = models.DateField(_("odpovíme do"), null=True, blank=True)
    address = models.TextField(_("kam poslat připomínku na papíře"), blank=True)
    lead = models.TextField(_("úvod pro veřejnost"), blank=True)
    closed_at = models.DateTimeField(_("ukončeno"), null=True, blank=True)
    was_cut_short = models.BooleanField(_("předčasně přerušeno"), default=False)

    class Meta:
        ordering = ["document_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="consultation_number_once"),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                name="consultation_closes_after_opening",
            ),
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(closed_at=None), name="consultation_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.opens_on} – {self.closes_on}"

    def takes_comments_on(self, day: dt.date) -> bool:
        """Say whether the public form is open on a day (both ends of the window included)."""
        return self.closed_at is None and self.opens_on <= day <= self.closes_on

    @property
    def days(self) -> int:
        """Length of the window in calendar days, both ends included."""
        return (self.closes_on - self.opens_on).days + 1


class Hearing(models.Model):
    """A public hearing (veřejné projednání): before, during or after the window, all are seen in practice."""

    journal_kind = "hearing"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="hearings")
    starts_at = models.DateTimeField(_("začátek"))
    place = models.CharField(_("místo"), max_length=300)
    access = models.CharField(_("přístupnost"), max_length=300, blank=True)
    announced_on = models.DateField(_("oznámeno"), null=True, blank=True)
    held_at = models.DateTimeField(_("proběhlo"), null=True, blank=True)
    attendance = models.PositiveIntegerField(_("počet účastníků"), null=True, blank=True)
    record = models.TextField(_("průběh"), blank=True)
    cancelled_at = models.DateTimeField(_("zrušeno"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(held_at=None) | models.Q(attendance__isnull=False),
                name="hearing_held_has_attendance",
            )
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.starts_at:%Y-%m-%d}"
