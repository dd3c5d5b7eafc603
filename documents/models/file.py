"""A file that somebody uploaded as evidence or annex."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class File(models.Model):
    """An uploaded file, kept under a random name and served only as an attachment."""

    journal_kind = "file"

    holder_kind = models.CharField(_("druh držitele"), max_length=30)
    holder_id = models.PositiveBigIntegerField(_("držitel"))
    content = models.FileField(_("soubor"), upload_to="files/%Y/%m")
    name = models.CharField(_("název"), max_length=200)
    media_type = models.CharField(_("typ"), max_length=100)
    size = models.PositiveBigIntegerField(_("velikost v bajtech"))
    digest = models.CharField(_("otisk"), max_length=64)
    is_public = models.BooleanField(_("veřejný"), default=False)
    uploaded_at = models.DateTimeField(_("nahráno"))
    uploaded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["holder_kind", "holder_id"], name="file_by_holder")]

    def __str__(self) -> str:
        return self.name
