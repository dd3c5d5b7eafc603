"""How a page is judged: on a phone and at a desk, in light and in dark.

SHOTS=1 leaves pictures for looking in var/shots/, LOOK="plans work" takes only some pages.
"""

import os
from dataclasses import dataclass
from itertools import groupby

import pytest

from tests.e2e.conftest import DESK, NARROWEST, PHONE

# The browser would not send an empty required field; we want to see what the server says of it.
SEND_AS_IT_IS = "() => document.querySelectorAll('form').forEach(form => { form.noValidate = true; })"
PICTURES = bool(os.environ.get("SHOTS"))
ONLY = os.environ.get("LOOK", "").split()


@dataclass(frozen=True)
class Look:
    """A page to look at: who opens it, where, what they press there, and what it answers."""

    name: str
    who: str
    where: object  # World -> address
    status: int = 200
    press: str = ""
    answers: int = 0  # the status of what comes after the press


def look_at(look, visitor, world):
    """Open a page in every way and return what is wrong with it."""
    visitor.complaints.clear()
    visitor.resize(PHONE)
    visitor.go(look.where(world), look.status)
    if look.press:
        visitor.page.evaluate(SEND_AS_IT_IS)
        visitor.press(look.press, look.answers)
    found = {"too wide on a phone": visitor.too_wide(), "axe on a phone": visitor.violations()}
    if PICTURES:
        visitor.picture(f"{look.name}-390")
    visitor.page.emulate_media(color_scheme="dark")
    found["axe in the dark"] = visitor.violations(["color-contrast"])
    if PICTURES:
        visitor.picture(f"{look.name}-390-dark")
    visitor.page.emulate_media(color_scheme="light")
    visitor.resize(NARROWEST)
    found["too wide for the narrowest"] = visitor.too_wide()
    visitor.resize(DESK)
    found["too wide at a desk"] = visitor.too_wide()
    found["axe at a desk"] = visitor.violations()
    if PICTURES:
        visitor.picture(f"{look.name}-1280")
    found["console"] = list(visitor.complaints)
    visitor.complaints.clear()
    return {where: what for where, what in found.items() if what}


def share(name, group, looks):
    """Some pages for one worker."""
    return pytest.param(looks, id=name, marks=pytest.mark.xdist_group(group))


def walk(looks, people, opened, world, subtests):
    """Look at pages, one after another, each person in a browser window of their own."""
    for who, theirs in groupby(looks, key=lambda look: look.who):
        with opened(people[who], width=PHONE) as visitor:
            for look in theirs:
                if not ONLY or look.name in ONLY:
                    with subtests.test(look.name):
                        found = look_at(look, visitor, world)
                        assert found == {}, found
