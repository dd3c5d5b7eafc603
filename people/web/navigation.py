"""The main navigation: each app registers its items, and only pages that exist are shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise

from people.enums import Role
from people.models import Person

User = Person | AnonymousUser
Audience = Callable[[User], bool]
Counts = Callable[[Person], Mapping[str, int]]


@dataclass(frozen=True)
class Item:
    order: int
    label: str | Promise
    url_name: str
    visible_to: Audience


ITEMS: dict[str, Item] = {}
COUNTS: list[Counts] = []


def everybody(_user: User) -> bool:
    return True


def anonymous(user: User) -> bool:
    return not user.is_authenticated


def signed_in(user: User) -> bool:
    return user.is_authenticated


def administrators(user: User) -> bool:
    """Show to people who administer a territory today, and to the operator."""
    if not isinstance(user, Person):
        return False
    return user.is_superuser or bool(user.appointed(timezone.localdate(), (Role.ADMINISTRATOR,)))


def register(
    order: int,
    label: str | Promise,
    url_name: str,
    visible_to: Audience,
) -> None:
    """Offer a page in the main navigation; called where the app's addresses are declared."""
    ITEMS[url_name] = Item(order, label, url_name, visible_to)


def count(answer: Counts) -> None:
    """Register who says, asked once for each page drawn, how much waits behind pages of the navigation."""
    COUNTS.append(answer)


def drawn(user: User, path: str) -> list[dict[str, Any]]:
    """Return the items that `user` sees, in order, with the one that holds `path` marked."""
    shown: list[tuple[Item, str]] = []
    for item in sorted(ITEMS.values(), key=lambda one: one.order):
        try:
            url = reverse(item.url_name)
        except NoReverseMatch:
            continue
        if item.visible_to(user):
            shown.append((item, url))
    counts: dict[str, int] = {}
    if isinstance(user, Person):
        for answer in COUNTS:
            counts.update(answer(user))
    here = max((url for _item, url in shown if path.startswith(url)), key=len, default="")
    return [
        {
            "label": item.label,
            "url": url,
            "count": counts.get(item.url_name, 0),
            "current": url == here,
        }
        for item, url in shown
    ]


def acting_as(person: Person) -> str:
    """Say in which role the person acts: "koordinátor/ka plánování, Tanvald"."""
    held = person.appointed(timezone.localdate())
    order = list(Role)
    first = min(held, key=lambda one: order.index(Role(one.role)), default=None)
    return str(first) if first else ""
