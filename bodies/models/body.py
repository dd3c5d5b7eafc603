"""A body, its dated standing orders and its number series."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from bodies.enums import BodyKind, OutputWord


class Body(models.Model):
    """K21, KOOS, a group, a commission, a committee or a council."""

    journal_kind = "body"

    name = models.CharField(_("název"), max_length=200)
    short_name = models.CharField(_("zkratka"), max_length=40, blank=True)
    slug = models.SlugField(_("adresa"), max_length=80, unique=True)
    kind = models.CharField(_("druh"), max_length=12, choices=BodyKind)
    territory = models.ForeignKey("people.Territory", on_delete=models.PROTECT, related_name="bodies")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    starts_on = models.DateField(_("vznik"), null=True, blank=True)
    ends_on = models.DateField(_("zánik"), null=True, blank=True)
    about = models.TextField(_("čím se zabývá"), blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["territory", "name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=BodyKind.values), name="body_kind_known"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None)
                | models.Q(starts_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="body_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name that people use: the abbreviation where there is one."""
        return self.short_name or self.name


class StandingOrdersQuerySet(models.QuerySet["StandingOrders"]):
    def on(self, day: dt.date) -> Self:
        """Return the rules in force on a day, the newest first."""
        return self.filter(valid_from__lte=day).order_by("-valid_from")


class StandingOrders(models.Model):
    """The rules of a body from a date on; the article cited is where the office can check them."""

    journal_kind = "standing_orders"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="standing_orders")
    valid_from = models.DateField(_("platí od"))
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
    papers_days = models.PositiveSmallIntegerField(_("uzávěrka materiálů, dní před jednáním"), default=7)
    source = models.CharField(_("odkud pravidlo je"), max_length=200, blank=True)
    checked_on = models.DateField(_("znění ověřeno dne"), null=True, blank=True)

    objects = StandingOrdersQuerySet.as_manager()

    class Meta:
        ordering = ["body", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["body", "valid_from"], name="standing_orders_once_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.body_id} od {self.valid_from}"


class NumberSeries(models.Model):
    """The last number drawn by a body in a year; locked while the next is drawn, never reused."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="series")
    year = models.PositiveSmallIntegerField(_("rok"))
    last = models.PositiveIntegerField(_("poslední číslo"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "year"], name="number_series_once_per_year")]

    def __str__(self) -> str:
        return f"{self.body_id}/{self.year}: {self.last}"
