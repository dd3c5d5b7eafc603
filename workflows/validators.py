"""Reading of what people write: money and other numbers, in a form or in a cell of a sheet."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LARGEST = Decimal(10) ** 12
HUNDREDTH = Decimal("0.01")


def amount_of(value: Any) -> Decimal | None:
    """Read a number as Czechs write it: spaces between thousands, a decimal comma, perhaps Kč.

    Nothing written is None. Raises ValidationError when it is no number or a number too large to keep.
    """
    # Splitting takes every kind of space, also the narrow and non-breaking ones of spreadsheets.
    text = "".join(str("" if value is None else value).split())
    text = text.removesuffix("Kč").removesuffix(",-").removesuffix(",–").replace(",", ".")
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValidationError(_("Napište číslo, například 1 250 000 nebo 12,5.")) from error
    if not number.is_finite() or abs(number) >= LARGEST:
        raise ValidationError(_("Číslo je příliš velké."))
    return number.quantize(HUNDREDTH)
