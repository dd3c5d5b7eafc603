from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.alphabet import alphabetical
from people.enums import TerritoryKind


class Territory(models.Model):
    """A place that plans: a region, a district of an ORP, a municipality, or a planning territory.

    A planning territory is a set of municipalities with an owner; it need not be an ORP nor lie in one.
    """

    journal_kind: ClassVar[str] = "territory"

    kind = models.CharField(_("druh"), max_length=20, choices=TerritoryKind)
    name = models.CharField(_("název"), max_length=150)
    code = models.CharField(_("kód"), max_length=20, blank=True)
    slug = models.SlugField(_("adresa v odkazech"), max_length=160, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("nadřazené území"),
    )
    region = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="territories", verbose_name=_("kraj")
    )
    owner = models.ForeignKey(
        "people.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_territories",
        verbose_name=_("kdo za plánování odpovídá"),
    )
    members = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="member_of", verbose_name=_("obce")
    )
    population = models.PositiveIntegerField(_("počet obyvatel"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("území")
        verbose_name_plural = _("území")
        ordering = (*alphabetical("name"), "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=TerritoryKind.REGION, region=None)
                | (~Q(kind=TerritoryKind.REGION) & Q(region__isnull=False)),
                name="territory_region_unless_region",
            ),
            models.UniqueConstraint(
                fields=["kind", "code"],
                condition=~Q(code=""),
                name="territory_code_once",
                violation_error_message=_("Území tohoto druhu s tímto kódem už existuje."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def region_pk(self) -> int:
        """The key of the region this territory lies in; a region lies in itself."""
        return self.region_id or self.pk
