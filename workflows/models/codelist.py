"""Code lists of the ministry: data, because the ministry changes them (domain.md d5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CodelistEntry(models.Model):
    code = models.CharField(_("kód"), max_length=40, unique=True)
    name = models.CharField(_("název"), max_length=200)
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)
    valid_to = models.DateField(_("platí do"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class TargetGroup(CodelistEntry):
    """A group of people whom services serve (cílová skupina)."""


class ServiceKind(CodelistEntry):
    """A kind of social service with the paragraph of Act 108/2006 Sb."""

    paragraph = models.CharField(_("paragraf"), max_length=10, blank=True)
    group = models.CharField(_("skupina"), max_length=60, blank=True)
