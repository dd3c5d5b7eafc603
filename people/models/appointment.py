from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.enums import Role


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def on(self, day: date) -> "AppointmentQuerySet":
        """Keep the appointments that hold on `day`, both ends included."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Appointment(models.Model):
    """A person holds a role for a territory from one day to another."""

    journal_kind: ClassVar[str] = "appointment"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments", verbose_name=_("osoba")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    territory = models.ForeignKey(
        "people.Territory", models.PROTECT, related_name="appointments", verbose_name=_("území")
    )
    starts_on = models.DateField(_("od"))
    ends_on = models.DateField(_("do"), null=True, blank=True)
    note = models.CharField(_("poznámka"), max_length=200, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pověření")
        verbose_name_plural = _("pověření")
        ordering = ("-starts_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="appointment_dates_in_order"
            ),
            models.UniqueConstraint(
                fields=["person", "role", "territory", "starts_on"],
                name="appointment_once",
                violation_error_message=_("Toto pověření už je zapsané."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.territory}"

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
