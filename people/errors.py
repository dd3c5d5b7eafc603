"""What the office would answer when something cannot be done; every message is for people."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that is missing before a deed may happen, and where it can be removed."""

    code: str
    message: str | Promise
    link: str = ""


class Refused(Exception):  # noqa: N818 - the office refuses; it is not a fault of the program
    """A deed was understood and refused for a reason that the person can read."""

    def __init__(self, message: str | Promise = "") -> None:
        super().__init__(message)
        self.message = str(message) or self.default_message()

    def default_message(self) -> str:
        return _("Tento krok teď nelze provést.")


class Blocked(Refused):
    """Something is missing; `blockers` say what and where."""

    def __init__(self, blockers: Sequence[Blocker], message: str | Promise = "") -> None:
        self.blockers = list(blockers)
        super().__init__(message)

    def default_message(self) -> str:
        return " ".join(str(blocker.message) for blocker in self.blockers) or super().default_message()


class Gone(Refused):
    """Somebody else was faster, or the same person clicked twice."""

    def default_message(self) -> str:
        return _("Tato věc už byla vyřízena, nejspíš ji mezitím udělal někdo jiný.")


class Stale(Refused):
    """The text was changed since the person opened it; neither of the two texts may be lost."""

    def __init__(self, *, yours: str = "", current: str = "", message: str | Promise = "") -> None:
        self.yours = yours
        self.current = current
        super().__init__(message)

    def default_message(self) -> str:
        return _("Mezitím text změnil někdo jiný. Níže jsou obě znění, nic se neztratilo.")


class TooOften(Refused):
    """A public form was sent more often than a person would."""

    def default_message(self) -> str:
        return _("Odesláno příliš mnohokrát za sebou. Zkuste to prosím za chvíli.")


class LinkRefused(Refused):
    """A personal link does not open the thing it was written for."""


class LinkUnknown(LinkRefused):
    def default_message(self) -> str:
        return _("Tento odkaz neplatí. Zkontrolujte prosím, zda je zkopírovaný celý.")


class LinkExpired(LinkRefused):
    def default_message(self) -> str:
        return _("Platnost tohoto odkazu už skončila.")


class LinkRevoked(LinkRefused):
    def default_message(self) -> str:
        return _("Tento odkaz byl zrušen, protože věc, ke které vedl, už skončila.")


class LinkUsed(LinkRefused):
    def default_message(self) -> str:
        return _("Tento odkaz už byl použit.")
