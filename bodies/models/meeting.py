"""A date on which a body sits."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def upcoming(self, day: dt.date) -> Self:
        """Keep meetings held on a day or later, the nearest first."""
        return self.filter(held_on__gte=day).order_by("held_on")


class Meeting(models.Model):
    """A planned session of a body with the last day for papers (uzávěrka materiálů)."""

    journal_kind = "meeting"

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField(_("den jednání"))
    papers_due_on = models.DateField(_("uzávěrka materiálů"))
    place = models.CharField(_("místo"), max_length=300, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["held_on", "body"]
        constraints = [
            models.UniqueConstraint(fields=["body", "held_on"], name="meeting_once_a_day"),
            models.CheckConstraint(
                condition=Q(papers_due_on__lte=F("held_on")), name="meeting_papers_before"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.held_on}"
