import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

# A letter says "odkaz-<digest>" until the moment it is sent
PLACEHOLDER = "odkaz-"


def token_of(nonce: str) -> str:
    """Return the secret that opens a link: never stored, computed from the nonce and the server's key."""
    mac = salted_hmac("people.access_link", nonce, secret=settings.SECRET_KEY, algorithm="sha256")
    return urlsafe_b64encode(mac.digest()).rstrip(b"=").decode()


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class AccessLink(models.Model):
    """A personal link: opens one thing for one purpose without an account, expires and can be revoked."""

    journal_kind: ClassVar[str] = "access_link"

    nonce = models.CharField(max_length=43, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(_("k čemu"), max_length=60)
    subject_kind = models.CharField(_("věc"), max_length=40)
    subject_id = models.PositiveBigIntegerField(_("číslo věci"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="access_links",
        verbose_name=_("osoba"),
    )
    address = models.EmailField(_("adresa"), blank=True)
    single_use = models.BooleanField(_("jen jednou"), default=False)
    issued_at = models.DateTimeField(_("vydán"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="issued_links",
        verbose_name=_("vydal/a"),
    )
    expires_at = models.DateTimeField(_("platí do"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("zrušen"), null=True, blank=True)
    used_at = models.DateTimeField(_("naposledy použit"), null=True, blank=True)
    use_count = models.PositiveIntegerField(_("počet použití"), default=0)

    class Meta:
        verbose_name = _("osobní odkaz")
        verbose_name_plural = _("osobní odkazy")
        ordering = ("pk",)
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="access_link_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None, use_count=0) | Q(used_at__isnull=False, use_count__gt=0),
                name="access_link_used_with_count",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(address=""), name="access_link_for_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{settings.SITE['url']}/o/{self.placeholder}/"

    @property
    def token(self) -> str:
        return token_of(self.nonce)

    @property
    def placeholder(self) -> str:
        """What stands in a letter instead of the token until it is sent; safe in text, HTML and addresses.

        It is the digest, which nobody outside the database can know: a text that somebody typed can never
        be turned into a token that belongs to somebody else.
        """
        return f"{PLACEHOLDER}{self.digest}"

    def opens_with(self, token: str) -> bool:
        return hmac.compare_digest(self.digest, digest_of(token)) and hmac.compare_digest(self.token, token)
