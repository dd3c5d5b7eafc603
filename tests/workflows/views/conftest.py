"""Who comes to the pages of a plan, and clients signed in as them."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.enums import Role
from people.models import Person
from tests.factories import people, workflows
from workflows.enums import EditionState
from workflows.models import Edition

ROLES = ("coordinator", "clerk", "drafter", "guarantor", "reviewer", "stranger", "anonymous")


@dataclass
class Scene:
    """An edition in a state, reached yesterday, with everybody who may come to its pages."""

    edition: Edition
    people: dict[str, Person | None] = field(default_factory=dict)

    def client(self, role: str = "coordinator") -> Client:
        client = Client()
        if person := self.people[role]:
            client.force_login(person)
        return client

    def url(self, name: str, *more) -> str:
        """Address of a page of the plan or of its edition."""
        slug = [self.edition.plan.slug]
        if name in ("detail", "history", "describe", "people"):
            return reverse(f"plans:{name}", args=slug)
        return reverse(f"plans:{name}", args=[*slug, self.edition.pk, *more])

    def fresh(self) -> Edition:
        return workflows.fresh(self.edition)


def set_scene(state: EditionState = EditionState.DRAFTING, on: str = "plan-mesta-rada", **fields) -> Scene:
    clerk, drafter, guarantor = (people.person() for _ in range(3))
    fields.setdefault("now", timezone.now() - timedelta(days=1))
    edition = workflows.drafted(on, guarantor=guarantor, drafter=drafter, **fields)
    place = edition.plan.territory
    people.appointment(clerk, Role.CLERK, place)
    people.appointment(drafter, Role.DRAFTER, place)
    if state != EditionState.DRAFTING:
        workflows.name_sides(edition)
    while edition.state != state:
        edition = workflows.next_step(edition)
    first = edition.reviews.order_by("pk").first()
    return Scene(
        workflows.fresh(edition),
        {
            "coordinator": workflows.coordinator(edition),
            "clerk": clerk,
            "drafter": drafter,
            "guarantor": guarantor,
            "reviewer": first.person if first else people.person(),
            "stranger": people.person(),
            "anonymous": None,
        },
    )


@pytest.fixture
def scene():
    """Set a scene: `scene(S.TRIAD_REVIEW)`."""
    return set_scene


@pytest.fixture
def answers():
    """Say how each role is answered at an address: a status, or "login"."""

    def ask(scene: Scene, url: str, roles=ROLES) -> dict[str, int | str]:
        found: dict[str, int | str] = {}
        for role in roles:
            response = scene.client(role).get(url)
            sent = response.get("Location", "").startswith(reverse("account_login"))
            found[role] = "login" if sent else response.status_code
        return found

    return ask


@pytest.fixture
def text():
    """Return a page as people read it, with ordinary spaces."""

    def read(response) -> str:
        return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")

    return read
