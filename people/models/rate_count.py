from django.db import models
from django.utils.translation import gettext_lazy as _


class RateCount(models.Model):
    """How many times a key was seen in one window of time; the key is a digest, never an address."""

    key = models.CharField(max_length=100)
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("počítadlo")
        verbose_name_plural = _("počítadla")
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="rate_count_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.count}"
