"""Signing in: what allauth does its own way and we do ours."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest  # noqa: TID251 - the shared part of views
from django.template.loader import render_to_string
from django.utils import timezone, translation

from people.actions import letter as letters
from people.models import Person

# allauth's name of a letter: our folder, and what of allauth's context it needs
LETTERS = {
    "account/email/login_code": ("people/letters/login_code", ("code",)),
    "account/email/password_reset_key": ("people/letters/password_reset", ("password_reset_url",)),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs up, people are entered by the office; letters leave through our post office."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the letter as a row; it carries a secret, so its text is forgotten once it is sent."""
        person = Person.objects.active().filter(email=email.lower()).first()
        if person is None:
            return
        now = timezone.now()
        content: dict[str, Any] = {}
        if template_prefix in LETTERS:
            template, names = LETTERS[template_prefix]
            content = {"template": template, "context": {name: context[name] for name in names}}
        else:
            known = {"email": email, "site": settings.SITE, "person": person, **context}
            with translation.override(person.language):
                content = {
                    "subject": render_to_string(f"{template_prefix}_subject.txt", known),
                    "text": render_to_string(f"{template_prefix}_message.txt", known),
                }
        letters.write_secret(
            key=f"account:{uuid4().hex}",
            person=person,
            expires_at=now + timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
            now=now,
            **content,
        )
