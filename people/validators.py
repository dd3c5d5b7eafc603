"""Checks of single values."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ICO_WEIGHTS = (8, 7, 6, 5, 4, 3, 2)
DATA_BOX_SHAPE = re.compile(r"[a-z0-9]{7}")


def validate_ico(value: str) -> None:
    """Accept an identification number of eight digits whose last digit is the right check digit."""
    if not re.fullmatch(r"[0-9]{8}", value):
        raise ValidationError(_("IČO má osm číslic."), code="ico_shape")
    total = sum(weight * int(digit) for weight, digit in zip(ICO_WEIGHTS, value, strict=False))
    if (11 - total % 11) % 10 != int(value[7]):
        raise ValidationError(_("Toto IČO neexistuje (nesedí kontrolní číslice)."), code="ico_digit")


def validate_data_box(value: str) -> None:
    """Accept an identifier of a data box: seven letters and digits."""
    if not DATA_BOX_SHAPE.fullmatch(value):
        raise ValidationError(
            _("Identifikátor datové schránky má sedm malých písmen a číslic."), code="data_box"
        )


def validate_lower(value: str) -> None:
    """Accept an address in small letters only: one mailbox must not become two people."""
    if value != value.lower():
        raise ValidationError(_("Adresu pište malými písmeny."), code="lower")
