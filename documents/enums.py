"""Words that documents use: channels, results and kinds."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a comment came (cpkp.cz metodika 6.2.4; Blansko, Praha 10: the date of the postmark counts)."""

    FORM = "form", _("formulář na webu")
    EMAIL = "email", _("e-mail")
    DATA_BOX = "data_box", _("datová schránka")
    POST = "post", _("pošta")
    IN_PERSON = "in_person", _("osobně")
    HEARING = "hearing", _("na veřejném projednání")


class Nature(models.TextChoices):
    """Formal comments are worked in at once, substantive ones are dealt with after the window (Blansko)."""

    SUBSTANTIVE = "substantive", _("obsahová")
    FORMAL = "formal", _("formální")


class CommentState(models.TextChoices):
    RECEIVED = "received", _("posuzuje se")
    ACCEPTED = "accepted", _("zapracováno")
    ACCEPTED_IN_PART = "accepted_in_part", _("zčásti zapracováno")
    EXPLAINED = "explained", _("vysvětleno")
    REJECTED = "rejected", _("nezapracováno")
    NOTED = "noted", _("bereme na vědomí")


SETTLED = tuple(s for s in CommentState if s != CommentState.RECEIVED)


class Moderation(models.TextChoices):
    """Whether the public sees a comment; settlement does not depend on it."""

    WAITING = "waiting", _("čeká na zveřejnění")
    SHOWN = "shown", _("zveřejněna")
    HIDDEN = "hidden", _("nezveřejněna")


class AuthorKind(models.TextChoices):
    """Whom a commenter says to write as; maps to a side of the triad where there is one."""

    USER = "user", _("člověk, který službu využívá nebo by ji potřeboval")
    CARER = "carer", _("pečující nebo rodina")
    PROVIDER = "provider", _("poskytovatel služby")
    OTHER = "other", _("obec nebo někdo jiný")


class ConfirmationKind(models.TextChoices):
    """What a named person is asked to confirm; none of them is a vote of a collective body."""

    RELEASE = "release", _("uvolnění k projednání")
    STATEMENT = "statement", _("vyjádření odboru")
    NOTICE = "notice", _("seznámení s materiálem")
    VERIFICATION = "verification", _("ověření zápisu")


class ConfirmationState(models.TextChoices):
    REQUESTED = "requested", _("čeká na odpověď")
    CONFIRMED = "confirmed", _("potvrzeno")
    DECLINED = "declined", _("odmítnuto")
    DELEGATED = "delegated", _("předáno jinému")
    ENDED = "ended", _("už není potřeba")


class Permission(StrEnum):
    """Names of the permissions whose rules are in documents.rules."""

    ANSWER_CONFIRMATION = "documents.answer_confirmation"
    RECORD_CONFIRMATION = "documents.record_confirmation"
    VIEW_FILE = "documents.view_file"
