"""Seats of a body and the dated mandates of those who hold them."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.enums import Side


class SeatQuerySet(models.QuerySet["Seat"]):
    def on(self, day: dt.date) -> Self:
        """Keep seats that exist on a day (both ends included)."""
        begun = Q(starts_on=None) | Q(starts_on__lte=day)
        return self.filter(begun, Q(ends_on=None) | Q(ends_on__gte=day))


class Seat(models.Model):
    """A place in a body: it follows an office or an organisation, not a person."""

    journal_kind = "seat"

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="seats")
    label = models.CharField(_("místo"), max_length=200)
    side = models.CharField(_("strana triády"), max_length=13, choices=Side, blank=True)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    is_voting = models.BooleanField(_("hlasuje"), default=True)
    appointer = models.CharField(_("kdo jmenuje"), max_length=200, blank=True)
    takes_any_deputy = models.BooleanField(
        _("zástupce se přijímá bez jmenování"),
        default=False,
        help_text=_("Místo patří úřadu: kdo přijde za obec, hlasuje."),
    )
    function = models.CharField(_("funkce v orgánu"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)
    starts_on = models.DateField(_("zřízeno"), null=True, blank=True)
    ends_on = models.DateField(_("zrušeno"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["body_id", "order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=["", *Side.values]), name="seat_side_known"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="seat_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class MandateQuerySet(models.QuerySet["Mandate"]):
    def on(self, day: dt.date) -> Self:
        """Keep mandates that hold on a day (both ends included)."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Mandate(models.Model):
    """A person in a seat from a date to a date; a substitute holds beside the member."""

    journal_kind = "mandate"

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="mandates")
    is_substitute = models.BooleanField(_("náhradník"), default=False)
    starts_on = models.DateField(_("od"))
    ends_on = models.DateField(_("do"), null=True, blank=True)
    appointed_by = models.CharField(_("jmenoval"), max_length=200, blank=True)
    term_ends_on = models.DateField(
        _("funkční období do"),
        null=True,
        blank=True,
        help_text=_("Kdo má zůstat do jmenování nástupce, má konec období, ale ne konec mandátu."),
    )
    may_name_publicly = models.BooleanField(
        _("souhlasí se jménem v seznamu"), default=False, help_text=_("Jen u zástupců uživatelů.")
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["seat__body_id", "seat__order", "seat_id", "is_substitute", "-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="mandate_ends_after_start"
            ),
            # Overlaps of dated holders are refused by the action under the seat's lock; what no
            # clock can excuse, two open-ended holders, the database refuses by itself.
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(ends_on=None, is_substitute=False),
                name="mandate_one_open_holder",
            ),
        ]
        indexes = [models.Index(fields=["person", "ends_on"], name="mandate_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} v {self.seat_id}"
