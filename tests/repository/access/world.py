"""The people and places on which access is tried; the files beside this one name the objects of each app.

To add a page: give it a row in `access.csv` (the failing test prints one that says what happens now: read
it before you keep it), and, when its address holds a key, an entry in `addresses()` of the app's file here.
Objects belong to the territory `world.own`, so that "elsewhere" means somebody of another region.
"""

import importlib.util
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from django.urls import URLResolver, get_resolver
from django.utils import timezone

from people.enums import Role
from tests.factories import people as make
from tests.factories import workflows
from workflows.actions import content
from workflows.enums import EditionState
from workflows.models import Edition

HERE = Path(__file__).parent


class World:
    def __init__(self):
        self.region, self.other_region = make.region("Kraj"), make.region("Jiný kraj")
        self.own = make.territory("Město", region=self.region)
        self.other = make.territory("Jiné město", region=self.other_region)
        self.people = {"anonymous": None, "member": make.person()}
        for name, role, place in (
            ("drafter", Role.DRAFTER, self.own),
            ("clerk", Role.CLERK, self.own),
            ("coordinator", Role.COORDINATOR, self.own),
            ("coordinator_elsewhere", Role.COORDINATOR, self.other),
            ("administrator", Role.ADMINISTRATOR, self.region),
            ("administrator_elsewhere", Role.ADMINISTRATOR, self.other_region),
        ):
            self.people[name] = make.person()
            make.appointment(self.people[name], role, place)

    @cached_property
    def edition(self) -> Edition:
        """The plan of the own territory before its councils, with everything that happens on the way there.

        The public has met it, so whoever is refused is told so; that nobody learns of a plan before that is
        tested with the pages of plans.
        """
        path = workflows.path("plan-mesta")
        workflows.bodies_of(self.own, path)
        edition = workflows.drafted(
            path,
            territory=self.own,
            coordinator=self.people["coordinator"],
            drafter=self.people["drafter"],
            now=timezone.now() - timedelta(days=90),
        )
        while edition.state != EditionState.COUNCIL_APPROVAL:
            if edition.state == EditionState.CONSULTATION:
                workflows.hear(edition)
                workflows.comment(edition)
            if edition.state == EditionState.SETTLEMENT:
                workflows.settle_comments(edition)
                part, by = edition.parts.order_by("order").first(), self.people["coordinator"]
                content.write_part(
                    part=part, text="Jinak.", read_at=part.revision, by=by, now=workflows.at(edition)
                )
            edition = workflows.next_step(edition)
        return edition


def addresses_of(world):
    """Collect what each app's file says about the keys in its addresses."""
    found = {}
    for path in sorted(HERE.glob("*.py")):
        if path.stem != "world":
            spec = importlib.util.spec_from_file_location(f"access_{path.stem}", path)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            found.update(module.addresses(world))
    return found


def url_names(resolver=None, namespace=""):
    """Walk over every address of the project."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from url_names(pattern, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}"
