from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.enums import InboundState


class InboundMail(models.Model):
    """A message that came to us: stored as it came, before anybody tries to understand it."""

    journal_kind: ClassVar[str] = "inbound_mail"

    raw = models.BinaryField(_("zpráva"))
    digest = models.CharField(max_length=64, unique=True)
    source = models.CharField(_("kudy přišla"), max_length=20)
    envelope_to = models.CharField(_("komu"), max_length=320, blank=True)
    envelope_from = models.CharField(_("obálkový odesílatel"), max_length=320, blank=True)
    received_at = models.DateTimeField(_("přijato"))
    message_id = models.CharField(max_length=300, blank=True)
    from_address = models.CharField(_("odesílatel"), max_length=320, blank=True)
    from_name = models.CharField(_("jméno odesílatele"), max_length=200, blank=True)
    subject = models.CharField(_("předmět"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    state = models.CharField(_("stav"), max_length=10, choices=InboundState, default=InboundState.RECEIVED)
    reason = models.CharField(_("proč"), max_length=300, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(_("vyřízeno"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What it was found to be about, for the page of that thing and for the organiser's queue.
    cause_kind = models.CharField(max_length=40, blank=True)
    cause_id = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("došlá zpráva")
        verbose_name_plural = _("došlé zprávy")
        ordering = ("-received_at", "-pk")
        indexes = [
            models.Index(fields=["state", "received_at"], name="inbound_mail_state"),
            models.Index(fields=["cause_kind", "cause_id"], name="inbound_mail_cause"),
            models.Index(fields=["message_id"], name="inbound_mail_message_id"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=InboundState.values), name="inbound_mail_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[InboundState.RECEIVED, InboundState.WAITING])
                | Q(ended_at__isnull=False),
                name="inbound_mail_end_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[InboundState.IGNORED, InboundState.WAITING]) | ~Q(reason=""),
                name="inbound_mail_left_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_address}: {self.subject}"
