from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from people.alphabet import alphabetical
from people.enums import Language, Role
from people.models.appointment import Appointment
from people.validators import validate_lower


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> "PersonQuerySet":
        return self.filter(is_active=True)

    def named(self, text: str) -> "PersonQuerySet":
        """People whose name or address contains every word of `text`."""
        people = self
        for word in text.split():
            people = people.filter(
                Q(first_name__icontains=word)
                | Q(last_name__icontains=word)
                | Q(email__icontains=word.lower())
            )
        return people


class PersonManager(BaseUserManager["Person"]):
    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def active(self) -> PersonQuerySet:
        return self.get_queryset().active()

    def named(self, text: str) -> PersonQuerySet:
        return self.get_queryset().named(text)

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.exclude(email="").get(email=(username or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Create a person; without a password they sign in by a code sent to their address."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        return self.create_user(email, password, **fields, is_superuser=True)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody known by name; the e-mail address, if they have one, is the login."""

    journal_kind: ClassVar[str] = "person"

    # Empty for those who have none: they get their letters on paper and cannot sign in
    email = models.EmailField(_("e-mail"), blank=True, validators=[validate_lower])
    title_before = models.CharField(_("titul před jménem"), max_length=50, blank=True)
    first_name = models.CharField(_("jméno"), max_length=100)
    last_name = models.CharField(_("příjmení"), max_length=100)
    title_after = models.CharField(_("titul za jménem"), max_length=50, blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    language = models.CharField(_("jazyk"), max_length=2, choices=Language, default=Language.CZECH)
    is_active = models.BooleanField(_("aktivní"), default=True)
    deactivated_at = models.DateTimeField(_("deaktivován/a"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name"]

    class Meta:
        verbose_name = _("osoba")
        verbose_name_plural = _("lidé")
        ordering = (*alphabetical("last_name", "first_name"), "pk")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="person_email_lower"),
            models.UniqueConstraint(
                fields=["email"],
                condition=~Q(email=""),
                name="person_email_once",
                violation_error_message=_("Osoba s touto adresou už je zapsaná."),
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, deactivated_at=None)
                | Q(is_active=False, deactivated_at__isnull=False),
                name="person_deactivated_with_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The full name with titles: "Mgr. Eva Součková, Ph.D."."""
        plain = " ".join(part for part in (self.title_before, self.first_name, self.last_name) if part)
        return f"{plain}, {self.title_after}" if self.title_after else plain

    @property
    def short(self) -> str:
        return f"{self.first_name[:1]}. {self.last_name}" if self.first_name else self.last_name

    @property
    def initials(self) -> str:
        return f"{self.first_name[:1]}{self.last_name[:1]}".upper()

    @property
    def is_staff(self) -> bool:
        return self.is_superuser

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.short

    @cached_property
    def all_appointments(self) -> list[Appointment]:
        """Every appointment with its territory, read once per instance, that is once per request."""
        return list(self.appointments.select_related("territory"))

    def appointed(self, day: date, roles: Iterable[Role] = tuple(Role)) -> list[Appointment]:
        """Return the appointments to one of `roles` that hold on `day`."""
        wanted = frozenset(roles)
        return [one for one in self.all_appointments if one.role in wanted and one.holds_on(day)]


class Alias(models.Model):
    """Another address from which the person writes and under which calendars know them."""

    address = models.EmailField(_("další adresa"), unique=True, validators=[validate_lower])
    person = models.ForeignKey(Person, models.PROTECT, related_name="aliases", verbose_name=_("osoba"))

    class Meta:
        verbose_name = _("další adresa")
        verbose_name_plural = _("další adresy")
        ordering = ("address",)
        constraints = [
            models.CheckConstraint(condition=Q(address=Lower(F("address"))), name="alias_address_lower"),
        ]

    def __str__(self) -> str:
        return self.address
