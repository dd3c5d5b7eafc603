"""A person typed by name or address: lists of everybody would be long, and would say who everybody is."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Person


def people_like(text: str) -> list[Person]:
    """Return the active people whom a text means: by address, or by first and last name."""
    words = text.split()
    if "@" in text:
        address = text.lower().strip()
        wanted = Q(email=address) | Q(aliases__address=address)
    elif len(words) > 1:
        wanted = Q(first_name__iexact=" ".join(words[:-1]), last_name__iexact=words[-1])
        wanted |= Q(last_name__iexact=words[0], first_name__iexact=" ".join(words[1:]))
    else:
        wanted = Q(last_name__iexact=text.strip())
    return list(Person.objects.filter(wanted, is_active=True).distinct()[:5])


class PersonField(forms.CharField):
    """One active person, typed as an address or as a name."""

    default_error_messages = {
        "unknown": _("Nikoho takového v Triádě nemáme. Zkuste e-mailovou adresu."),
        "more": _("Tohoto jména je tu víc lidí, napište e-mailovou adresu."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Jméno a příjmení, nebo e-mailová adresa."))
        super().__init__(max_length=200, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = people_like(text)
        if len(found) == 1:
            return found[0]
        code = "more" if found else "unknown"
        raise ValidationError(self.error_messages[code], code=code)
