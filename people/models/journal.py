from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JournalHead(models.Model):
    """The last link of one subject's chain; whoever writes the next one locks this row."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("konec deníku")
        verbose_name_plural = _("konce deníků")
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="journal_head_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} #{self.number}"


class JournalEntry(models.Model):
    """What was done to one subject, chained to the entry before it; never changed, never removed."""

    subject_kind = models.CharField(_("věc"), max_length=40)
    subject_id = models.PositiveBigIntegerField(_("číslo věci"))
    number = models.PositiveIntegerField(_("pořadí"))
    format = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField(_("kdy"))
    kind = models.CharField(_("co"), max_length=80)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="journal_entries",
        verbose_name=_("kdo"),
    )
    data = models.JSONField(default=dict, blank=True)
    personal_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("záznam deníku")
        verbose_name_plural = _("záznamy deníku")
        ordering = ("subject_kind", "subject_id", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "number"], name="journal_number_once_per_subject"
            ),
        ]
        indexes = [models.Index(fields=["at"], name="journal_at")]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} #{self.number} {self.kind}"


class JournalPerson(models.Model):
    """Names and free text beside an entry; they can be erased and the chain still holds."""

    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="personal")
    salt = models.CharField(max_length=64, blank=True)
    content = models.JSONField(null=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("osobní část záznamu")
        verbose_name_plural = _("osobní části záznamů")
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None) & ~Q(salt="") | Q(erased_at__isnull=False, salt=""),
                name="journal_person_erased_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"personal of {self.entry_id}"
