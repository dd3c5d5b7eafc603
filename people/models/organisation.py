from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.alphabet import alphabetical
from people.enums import OrganisationKind
from people.validators import validate_data_box, validate_ico


class Organisation(models.Model):
    """An office, a provider, an association: whoever owns, provides or commissions."""

    journal_kind: ClassVar[str] = "organisation"

    name = models.CharField(_("název"), max_length=250)
    kind = models.CharField(_("druh"), max_length=20, choices=OrganisationKind)
    ico = models.CharField(_("IČO"), max_length=8, blank=True, validators=[validate_ico])
    data_box = models.CharField(
        _("datová schránka"), max_length=7, blank=True, validators=[validate_data_box]
    )
    email = models.EmailField(_("e-mail"), blank=True)
    territory = models.ForeignKey(
        "people.Territory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("území"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("součást organizace"),
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("organizace")
        verbose_name_plural = _("organizace")
        ordering = (*alphabetical("name"), "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["ico"],
                condition=~Q(ico="") & Q(parent=None),
                name="organisation_ico_once",
                violation_error_message=_("Organizace s tímto IČO už je zapsaná."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
