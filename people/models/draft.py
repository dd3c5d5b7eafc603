from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """What somebody typed and could not be saved; kept until they take it back or throw it away."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafts")
    path = models.CharField(_("stránka"), max_length=300)
    content = models.JSONField(_("co bylo napsáno"))
    saved_at = models.DateTimeField(_("uloženo"))

    class Meta:
        verbose_name = _("rozepsaný text")
        verbose_name_plural = _("rozepsané texty")
        ordering = ("-saved_at",)
        constraints = [models.UniqueConstraint(fields=["person", "path"], name="draft_once_per_page")]

    def __str__(self) -> str:
        return self.path
