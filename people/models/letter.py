from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.enums import Language, LetterState
from people.models.subject import Subject


class LetterQuerySet(models.QuerySet["Letter"]):
    def open(self) -> "LetterQuerySet":
        """Letters that the worker still has something to do with."""
        return self.filter(state__in=(LetterState.QUEUED, LetterState.SENDING))

    def of(self, cause: Subject) -> "LetterQuerySet":
        return self.filter(cause_kind=cause.journal_kind, cause_id=cause.pk)


class Letter(models.Model):
    """One message to one address: a row before it is anything else, and the row says how it ended."""

    journal_kind: ClassVar[str] = "letter"

    key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=200, unique=True)
    template = models.CharField(_("dopis"), max_length=120)
    language = models.CharField(_("jazyk"), max_length=2, choices=Language, default=Language.CZECH)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("komu"),
    )
    to_address = models.EmailField(_("adresa"))
    to_name = models.CharField(_("jméno"), max_length=250, blank=True)
    # Who an invitation is from: the same mailbox as its ORGANIZER, which we read (peers: rule 4b 4).
    from_address = models.CharField(_("odesílatel"), max_length=320, blank=True)
    from_name = models.CharField(_("jméno odesílatele"), max_length=250, blank=True)
    reply_to = models.CharField(_("odpověď na"), max_length=320, blank=True)
    subject = models.CharField(_("předmět"), max_length=500)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    ics = models.TextField(blank=True)
    ics_method = models.CharField(max_length=20, blank=True)
    secret = models.BooleanField(default=False)
    territory = models.ForeignKey(
        "people.Territory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("území"),
    )
    cause_kind = models.CharField(max_length=40)
    cause_id = models.PositiveBigIntegerField()
    state = models.CharField(_("stav"), max_length=20, choices=LetterState, default=LetterState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("počet pokusů"), default=0)
    written_at = models.DateTimeField(_("napsán"))
    next_at = models.DateTimeField(_("odešle se nejdříve"), null=True, blank=True)
    expires_at = models.DateTimeField(_("neposílat po"), null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_by = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(_("odeslán"), null=True, blank=True)
    ended_at = models.DateTimeField(_("vyřízen"), null=True, blank=True)
    problem = models.TextField(_("co se stalo"), blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("dopis")
        verbose_name_plural = _("dopisy")
        ordering = ("-written_at", "-pk")
        indexes = [
            models.Index(
                fields=["next_at"],
                name="letter_queued",
                condition=Q(state__in=[LetterState.QUEUED, LetterState.SENDING]),
            ),
            models.Index(fields=["cause_kind", "cause_id"], name="letter_cause"),
            models.Index(fields=["state", "-written_at"], name="letter_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=LetterState.QUEUED) | Q(next_at__isnull=False),
                name="letter_queued_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.SENDING) | Q(lease_until__isnull=False),
                name="letter_sending_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[LetterState.SENT, LetterState.DELIVERED]) | Q(sent_at__isnull=False),
                name="letter_sent_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_address}"


class LetterFile(models.Model):
    """The bytes of an attachment, once however many letters carry them."""

    digest = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("soubor přílohy")
        verbose_name_plural = _("soubory příloh")

    def __str__(self) -> str:
        return self.digest


class LetterAttachment(models.Model):
    """A file that goes with a letter, as it was when the letter was written."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="attachments")
    file = models.ForeignKey(LetterFile, models.PROTECT, related_name="attachments")
    name = models.CharField(_("název souboru"), max_length=200)
    content_type = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("příloha dopisu")
        verbose_name_plural = _("přílohy dopisu")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
