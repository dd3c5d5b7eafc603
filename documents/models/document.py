"""A document and its frozen versions."""

import hashlib
import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


def digest_of(snapshot: dict[str, Any]) -> str:
    """Return the SHA-256 of a snapshot in canonical JSON (sorted keys, no spaces, UTF-8), in hexadecimal."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Document(models.Model):
    """Something written that people comment on and confirm; whose it is, only the holder registry knows."""

    journal_kind = "document"

    holder_kind = models.CharField(_("druh držitele"), max_length=30)
    holder_id = models.PositiveBigIntegerField(_("držitel"))
    title = models.CharField(_("název"), max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holder_kind", "holder_id"], name="document_one_per_holder")
        ]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """An immutable snapshot: what was submitted, with a hash that proves it."""

    journal_kind = "version"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("číslo"))
    occasion = models.CharField(_("příležitost"), max_length=40)
    note = models.CharField(_("změny"), max_length=500, blank=True)
    snapshot = models.JSONField(_("obsah"))
    digest = models.CharField(_("otisk"), max_length=64)
    frozen_at = models.DateTimeField(_("zmrazeno"))
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["document_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once_per_document"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="version_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.number}"

    @property
    def is_intact(self) -> bool:
        """Say whether the stored text still has the hash that it was frozen with."""
        return digest_of(self.snapshot) == self.digest
