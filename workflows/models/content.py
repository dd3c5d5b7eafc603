"""What an edition says: text parts and a tree of items with keys that survive editions and years."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.enums import FundingSource


class TextPart(models.Model):
    """A chapter; the five parts of § 39a of Decree 505/2006 Sb. are required of a region's plan."""

    journal_kind = "part"

    edition = models.ForeignKey("workflows.Edition", on_delete=models.PROTECT, related_name="parts")
    key = models.SlugField(_("klíč"), max_length=40)
    title = models.CharField(_("název"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)
    is_required = models.BooleanField(_("povinná"), default=False)
    source = models.CharField(_("odkud povinnost je"), max_length=120, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["edition_id", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="part_key_once")]

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """A priority, goal, measure or activity, as the plan calls its levels."""

    journal_kind = "item"

    edition = models.ForeignKey("workflows.Edition", on_delete=models.PROTECT, related_name="items")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    key = models.UUIDField(_("stálý klíč"), default=uuid.uuid4, editable=False)
    number = models.CharField(_("číslo"), max_length=20, blank=True)
    depth = models.PositiveSmallIntegerField(_("úroveň"), default=0)
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)
    title = models.CharField(_("název"), max_length=300)
    description = models.TextField(_("popis a zdůvodnění"), blank=True)
    target_groups = models.ManyToManyField(
        "workflows.TargetGroup", verbose_name=_("cílové skupiny"), blank=True
    )
    service_kinds = models.ManyToManyField(
        "workflows.ServiceKind", verbose_name=_("druhy služeb"), blank=True
    )
    implementer = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("realizátor"),
    )
    partners = models.CharField(_("partneři"), max_length=500, blank=True)
    guarantor = models.CharField(_("garant opatření"), max_length=200, blank=True)
    timetable = models.TextField(_("harmonogram"), blank=True)
    outputs = models.TextField(_("výstupy"), blank=True)
    risks = models.TextField(_("rizika"), blank=True)
    needs = models.TextField(_("na jakou potřebu odpovídá"), blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["edition_id", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="item_key_once_per_edition")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class ItemCost(models.Model):
    """Planned money of an item in a year from a source, in whole crowns."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="costs")
    year = models.PositiveSmallIntegerField(_("rok"))
    source = models.CharField(_("zdroj"), max_length=12, choices=FundingSource)
    municipality = models.ForeignKey(
        "people.Territory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("spolufinancující obec"),
    )
    amount = models.DecimalField(_("částka v Kč"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["year", "source"]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="cost_not_negative")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.year} {self.amount}"


class Indicator(models.Model):
    """How one recognises that an item is fulfilled."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="indicators")
    # Survives editions and years as the item's key does, so that reported values have something to hang on
    key = models.UUIDField(_("stálý klíč"), default=uuid.uuid4, editable=False)
    name = models.CharField(_("ukazatel"), max_length=200)
    unit = models.CharField(_("jednotka"), max_length=60)
    baseline = models.DecimalField(
        _("výchozí hodnota"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    target = models.DecimalField(_("cílová hodnota"), max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["item_id", "pk"]

    def __str__(self) -> str:
        return self.name
