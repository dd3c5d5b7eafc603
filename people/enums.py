"""Closed lists of words; stored in English, shown in Czech."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Language(TextChoices):
    CZECH = "cs", _("čeština")
    ENGLISH = "en", _("angličtina")


class Side(TextChoices):
    """The three sides of the triad."""

    USERS = "users", _("uživatelé")
    PROVIDERS = "providers", _("poskytovatelé")
    COMMISSIONERS = "commissioners", _("zadavatelé")


class TerritoryKind(TextChoices):
    REGION = "region", _("kraj")
    ORP = "orp", _("správní obvod obce s rozšířenou působností")
    MUNICIPALITY = "municipality", _("obec")
    PLANNING = "planning", _("plánovací území")


class OrganisationKind(TextChoices):
    REGION = "region", _("kraj")
    MUNICIPALITY = "municipality", _("obec")
    UNION = "union", _("svazek obcí")
    DEPARTMENT = "department", _("odbor úřadu")
    PROVIDER = "provider", _("poskytovatel sociálních služeb")
    USERS = "users", _("organizace uživatelů")
    ACTION_GROUP = "action_group", _("místní akční skupina")
    STATE = "state", _("státní instituce")
    SUPPLIER = "supplier", _("dodavatel")
    OTHER = "other", _("jiná organizace")


class Role(TextChoices):
    """What a person is appointed to for a territory."""

    COORDINATOR = "coordinator", _("koordinátor/ka plánování")
    DRAFTER = "drafter", _("zpracovatel/ka")
    CLERK = "clerk", _("pracovník/ce")
    ADMINISTRATOR = "administrator", _("správce/správkyně")


class LetterState(TextChoices):
    QUEUED = "queued", _("čeká na odeslání")
    SENDING = "sending", _("odesílá se")
    SENT = "sent", _("odesláno")
    DELIVERED = "delivered", _("doručeno")
    BOUNCED = "bounced", _("vráceno")
    FAILED = "failed", _("nepodařilo se odeslat")
    DROPPED = "dropped", _("neodesláno, důvod pominul")
    UNCERTAIN = "uncertain", pgettext_lazy("dopis", "neví se, zda odešlo")


class InboundState(TextChoices):
    """Every message that came ends in one of the last three; waiting ones are in somebody's queue."""

    RECEIVED = "received", _("čeká na zpracování")
    APPLIED = "applied", _("použito")
    IGNORED = "ignored", _("odloženo")
    WAITING = "waiting", _("čeká na člověka")


class Permission(StrEnum):
    """Names of the permissions whose rules are in people.rules."""

    ADMINISTER = "people.administer"
    ADMINISTER_TERRITORY = "people.administer_territory"
    ADMINISTER_PERSON = "people.administer_person"
    ADMINISTER_ORGANISATION = "people.administer_organisation"
    ADMINISTER_LETTER = "people.administer_letter"
    ADMINISTER_INBOUND = "people.administer_inbound"
