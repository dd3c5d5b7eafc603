"""The dated rules of a body: everything that a statute or its own jednací řád may change is here as data."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from bodies.enums import DayUnit, Majority, OutputWord, Quorum, Remote


class StandingOrdersQuerySet(models.QuerySet["StandingOrders"]):
    def on(self, day: dt.date) -> Self:
        """Return the rules in force on a day, the newest first."""
        return self.filter(valid_from__lte=day).order_by("-valid_from")


class StandingOrders(models.Model):
    """The rules of a body from a date on; the article cited is where the office can check them."""

    journal_kind = "standing_orders"

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="standing_orders")
    valid_from = models.DateField(_("platí od"))
    is_statutory = models.BooleanField(
        _("bez usnášeníschopnosti nelze rozhodnout"),
        default=False,
        help_text=_(
            "U rad, zastupitelstev, výborů a komisí ze zákona; u poradních orgánů podle jejich řádu."
        ),
    )
    convened_by = models.CharField(_("svolává"), max_length=200, blank=True)
    announce_days = models.PositiveSmallIntegerField(_("termín oznámit předem, dní"), null=True, blank=True)
    announce_unit = models.CharField(
        _("dny oznámení"), max_length=8, choices=DayUnit, default=DayUnit.CALENDAR
    )
    papers_days = models.PositiveSmallIntegerField(_("uzávěrka materiálů, dní před jednáním"), default=7)
    papers_unit = models.CharField(_("dny uzávěrky"), max_length=8, choices=DayUnit, default=DayUnit.CALENDAR)
    proposals_days = models.PositiveSmallIntegerField(
        _("návrhy bodů nejpozději, dní před jednáním"), default=3
    )
    quorum = models.CharField(
        _("usnášeníschopnost"), max_length=14, choices=Quorum, default=Quorum.MAJORITY_ALL
    )
    majority = models.CharField(
        _("většina"), max_length=20, choices=Majority, default=Majority.MAJORITY_PRESENT
    )
    substitute_days = models.PositiveSmallIntegerField(_("náhradní jednání do, dní"), null=True, blank=True)
    per_rollam = models.BooleanField(_("hlasuje i mimo jednání (per rollam)"), default=False)
    per_rollam_days = models.PositiveSmallIntegerField(_("lhůta hlasování mimo jednání, dní"), default=7)
    is_public = models.BooleanField(_("jednání jsou veřejná"), default=False)
    publishes_minutes = models.BooleanField(_("zápis se zveřejňuje"), default=True)
    remote = models.CharField(_("účast na dálku"), max_length=8, choices=Remote, default=Remote.NO)
    verifier_count = models.PositiveSmallIntegerField(_("počet ověřovatelů zápisu"), default=1)
    minutes_days = models.PositiveSmallIntegerField(_("zápis do, dní po jednání"), default=14)
    minutes_unit = models.CharField(_("dny zápisu"), max_length=8, choices=DayUnit, default=DayUnit.CALENDAR)
    comment_days = models.PositiveSmallIntegerField(
        _("připomínky k zápisu, dní"),
        default=7,
        help_text=_("0: zápis se k připomínkám neposílá."),
    )
    output_word = models.CharField(
        _("výstup"), max_length=14, choices=OutputWord, default=OutputWord.RESOLUTION
    )
    numbering = models.CharField(
        _("vzor čísla"),
        max_length=40,
        blank=True,
        help_text=_(
            "Například {n}/{yy}/ZK; {n} je pořadí v roce, {yy} a {yyyy} rok. Prázdné: píše se ručně."
        ),
    )
    source = models.CharField(_("odkud pravidlo je"), max_length=200, blank=True)
    checked_on = models.DateField(_("znění ověřeno dne"), null=True, blank=True)

    objects = StandingOrdersQuerySet.as_manager()

    class Meta:
        ordering = ["body_id", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["body", "valid_from"], name="standing_orders_once_per_day"),
            models.CheckConstraint(
                condition=models.Q(is_statutory=False) | models.Q(per_rollam=False),
                name="standing_orders_no_per_rollam_by_statute",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} od {self.valid_from}"
