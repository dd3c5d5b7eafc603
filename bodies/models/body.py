"""A body and its number series."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bodies.enums import COUNCILS, BodyKind, SeriesKind


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
    organiser = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organizátor/ka"),
    )
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

    @property
    def is_council(self) -> bool:
        """Say whether its members object to minutes; those of other bodies remark on them (domain.md g)."""
        return self.kind in COUNCILS


class NumberSeries(models.Model):
    """The last number drawn by a body in a year; locked while the next is drawn, never reused."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="series")
    kind = models.CharField(_("co se čísluje"), max_length=12, choices=SeriesKind, default=SeriesKind.OUTPUT)
    year = models.PositiveSmallIntegerField(_("rok"))
    last = models.PositiveIntegerField(_("poslední číslo"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "kind", "year"], name="number_series_once_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.body_id}/{self.year}: {self.last}"
