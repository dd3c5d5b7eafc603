"""A form field for texts of people who paste from anywhere."""

from typing import Any

from django import forms

from documents.validators import plain_text


class PlainTextField(forms.CharField):
    """Text without control and zero-width characters: they are removed, never a reason to refuse."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain_text(value) if isinstance(value, str) else value)
