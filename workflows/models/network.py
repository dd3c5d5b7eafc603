"""The network of services of a region or a town, and what municipalities say of services."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.enums import Necessity, NetworkTier, ServiceForm


class NetworkService(models.Model):
    """One service in a network edition: základní síť, or zásobník (§ 95 h of Act 108/2006 Sb.)."""

    journal_kind = "network_service"

    edition = models.ForeignKey("workflows.Edition", on_delete=models.PROTECT, related_name="services")
    key = models.UUIDField(_("stálý klíč"), default=uuid.uuid4, editable=False)
    tier = models.CharField(_("zařazení"), max_length=7, choices=NetworkTier, default=NetworkTier.BASIC)
    provider = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        related_name="network_services",
        verbose_name=_("poskytovatel"),
    )
    name = models.CharField(_("název služby"), max_length=250)
    identifier = models.CharField(_("identifikátor v registru"), max_length=20, blank=True)
    kind = models.ForeignKey(
        "workflows.ServiceKind", on_delete=models.PROTECT, related_name="+", verbose_name=_("druh služby")
    )
    form = models.CharField(_("forma"), max_length=11, choices=ServiceForm)
    capacity = models.DecimalField(_("kapacita"), max_digits=10, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("jednotka kapacity"), max_length=60, blank=True)
    target_groups = models.ManyToManyField(
        "workflows.TargetGroup", verbose_name=_("cílové skupiny"), blank=True
    )
    territory = models.ForeignKey(
        "people.Territory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kde působí"),
    )
    since = models.DateField(_("v síti od"), null=True, blank=True)
    until = models.DateField(_("v síti do"), null=True, blank=True)
    note = models.TextField(_("poznámka"), blank=True)
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["edition_id", "tier", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="service_key_once_per_edition"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=0), name="service_capacity_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=models.F("since")),
                name="service_until_after_since",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Statement(models.Model):
    """Vyjádření obce k potřebnosti a zařazení služby: what a municipality says of one service in a year."""

    journal_kind = "statement"

    territory = models.ForeignKey("people.Territory", on_delete=models.PROTECT, related_name="statements")
    year = models.PositiveSmallIntegerField(_("pro rok"))
    provider = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        related_name="statements",
        verbose_name=_("poskytovatel"),
    )
    service = models.CharField(_("služba"), max_length=250)
    kind = models.ForeignKey(
        "workflows.ServiceKind", on_delete=models.PROTECT, related_name="+", verbose_name=_("druh služby")
    )
    form = models.CharField(_("forma"), max_length=11, choices=ServiceForm, blank=True)
    # The same service in the networks, when it is there
    service_key = models.UUIDField(_("klíč služby v síti"), null=True, blank=True)
    necessity = models.CharField(_("potřebnost"), max_length=11, choices=Necessity)
    tier = models.CharField(_("navržené zařazení"), max_length=7, choices=NetworkTier, blank=True)
    capacity = models.DecimalField(
        _("potřebná kapacita"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(_("jednotka kapacity"), max_length=60, blank=True)
    text = models.TextField(_("odůvodnění"), blank=True)
    reference = models.CharField(_("č. j."), max_length=60, blank=True)
    given_on = models.DateField(_("dne"))
    given_by = models.CharField(_("za obec"), max_length=200, blank=True)
    file = models.ForeignKey(
        "documents.File", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolution = models.ForeignKey(
        "bodies.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    withdrawn_on = models.DateField(_("vzato zpět dne"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("zapsáno"))
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-year", "territory__name", "service", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=0), name="statement_capacity_not_negative"
            ),
            models.CheckConstraint(
                condition=~Q(necessity=Necessity.NOT_NEEDED) | ~Q(text=""),
                name="statement_refusal_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.year}"
