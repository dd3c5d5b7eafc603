"""Every page of bodies and their meetings as an official would judge it; see `tests.e2e.looking`."""

import pytest
from django.urls import reverse

from tests.e2e.looking import Look, share, walk
from tests.e2e.sittings import Sittings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MEETINGS = ("planned", "convened", "cancelled", "live", "writing", "discussed", "verifying", "published")


def named(name, *args):
    """Address of a page; a callable among the arguments finds its key in the world."""

    def address(world):
        return reverse(name, args=[one(world) if callable(one) else one for one in args])

    return address


def of(meeting, name, *more):
    return named(f"meetings:{name}", lambda world: getattr(world, meeting).pk, *more)


def body(name):
    return named(name, lambda world: world.body.slug)


def link(name, purpose):
    return named(name, lambda world: world.token(purpose))


def asked(address, query):
    return lambda world: f"{address(world)}?{query}"


def item(meeting, number):
    return lambda world: getattr(world, meeting).items.filter(proposal="").order_by("order")[number].pk


def live_item(number):
    address = of("live", "live")
    return lambda world: f"{address(world)}?bod={item('live', number)(world)}"


def of_item(meeting, name, number=1):
    return named(f"meetings:item-{name}", item(meeting, number))


def first(meeting):
    return lambda world: getattr(world, meeting).participants.order_by("pk")[0].pk


def proposed(world):
    return world.planned.items.get(proposal="proposed").pk


TABS = [
    *[Look(f"meeting-{state}", "boss", of(state, "detail")) for state in MEETINGS],
    *[Look(f"minutes-{state}", "boss", of(state, "minutes")) for state in MEETINGS],
    *[Look(f"people-{state}", "boss", of(state, "people")) for state in ("planned", "convened", "live")],
    *[Look(f"letters-{state}", "boss", of(state, "invitations")) for state in ("planned", "convened")],
    Look("meeting-tasks", "boss", of("convened", "tasks")),
    Look("meeting-history", "boss", of("published", "history")),
]
AGENDA = [
    Look("meetings", "boss", named("meetings:list")),
    Look("meeting-create", "boss", body("meetings:create")),
    Look("meeting-edit", "boss", of("planned", "edit")),
    Look("agenda-add-errors", "boss", of("planned", "item-add"), press="Uložit", answers=422),
    Look("agenda-edit", "boss", of_item("planned", "edit")),
    Look("agenda-shift", "boss", of_item("planned", "shift")),
    Look("agenda-carry", "boss", of_item("convened", "carry", 2)),
    Look("agenda-withdraw", "boss", of_item("convened", "withdraw", 2)),
    Look("agenda-papers", "boss", of_item("planned", "papers")),
    Look("agenda-proposal", "boss", named("meetings:item-proposal", proposed)),
    Look("backlog", "boss", body("meetings:backlog")),
    Look("backlog-add", "boss", body("meetings:backlog-add")),
]
CONVENING = [
    Look("convene", "boss", of("planned", "convene")),
    Look("reschedule", "boss", of("convened", "reschedule")),
    Look("cancel", "boss", of("convened", "cancel")),
    Look("guest", "boss", of("convened", "guest-add")),
    Look("send-changes", "boss", of("convened", "send-changes")),
    Look("invitation-print", "boss", of("convened", "invitation-print", first("convened"))),
    Look("answer-record", "boss", of("convened", "answer-record", first("convened"))),
    Look("mail", "boss", named("meetings:mail")),
    Look("mail-detail", "boss", named("meetings:mail-detail", lambda world: world.letter.pk)),
]
SESSION = [
    Look("session", "boss", of("convened", "session")),
    Look("live", "boss", of("live", "live")),
    Look("live-last-item", "boss", live_item(3)),
    Look("attendance", "boss", of("live", "attendance")),
    Look("attendance-one", "boss", of("live", "attendance-mark", first("live"))),
    Look("sheet", "boss", of("live", "sheet")),
    Look("session-end", "boss", of("live", "session-end")),
    Look("session-lost", "boss", of("live", "session-lost")),
    Look("ballot-errors", "boss", live_item(0), press="Zapsat hlasování", answers=422),
    Look("resolution-record", "boss", of("live", "resolution-record", item("live", 1))),
    Look("task-add", "boss", of("live", "task-add", item("live", 1))),
]
MINUTES = [
    Look("minutes-write", "boss", of("writing", "minutes-write")),
    Look("minutes-submit", "boss", of("writing", "minutes-submit")),
    Look("remarks", "boss", of("discussed", "remarks")),
    Look("remark-settle", "boss", of("discussed", "remark-settle", lambda world: world.remark.pk)),
    Look("remark-record", "boss", of("discussed", "remark-record")),
    Look("minutes-paper", "boss", of("verifying", "minutes-paper")),
    Look("minutes-reopen", "boss", of("verifying", "minutes-reopen")),
    Look("minutes-version", "boss", of("published", "minutes-version", 1)),
    Look("minutes-correct", "boss", of("published", "minutes-correct")),
    Look("minutes-print", "boss", of("published", "minutes-print")),
]
OUTPUTS = [
    Look("resolutions", "boss", named("resolutions:list")),
    Look("resolution", "boss", named("resolutions:detail", lambda world: world.resolution.pk)),
    Look("resolution-title", "boss", named("resolutions:title", lambda world: world.resolution.pk)),
    Look("rounds", "boss", named("rounds:list")),
    Look("round-create", "boss", body("rounds:create")),
    Look("round-draft", "boss", named("rounds:detail", lambda world: world.draft.pk)),
    Look("round-open", "boss", named("rounds:detail", lambda world: world.round.pk)),
    Look("round-ended", "boss", named("rounds:detail", lambda world: world.ended.pk)),
    Look("round-cancel", "boss", named("rounds:cancel", lambda world: world.round.pk)),
    Look("tasks", "boss", named("tasks:list")),
    Look("task-board", "boss", named("tasks:board")),
    Look("task-create-errors", "boss", named("tasks:create"), press="Uložit úkol", answers=422),
    Look("task", "boss", named("tasks:detail", lambda world: world.reported.pk)),
    Look("task-extend", "boss", named("tasks:extend", lambda world: world.task.pk)),
]
BODIES = [
    Look("body", "boss", body("bodies:detail")),
    Look("body-edit", "boss", body("bodies:edit")),
    Look("seat-add", "boss", body("bodies:seat-add")),
    Look("year", "boss", body("bodies:meetings")),
    Look("standing-orders", "boss", body("bodies:standing-orders")),
    Look("standing-orders-k21", "boss", asked(body("bodies:standing-orders"), "vzor=k21")),
    Look("election", "boss", named("bodies:election", lambda world: world.region.slug)),
    Look("poll-create", "boss", body("meetings:poll-create")),
    Look("poll", "boss", named("meetings:poll", lambda world: world.poll.pk)),
    Look("calendar", "boss", named("calendars:mine")),
    Look("work-of-organiser", "boss", named("work:home")),
]
OTHERS = [
    Look("member-work", "member", named("work:home")),
    Look("member-meetings", "member", named("meetings:list")),
    Look("member-meeting", "member", of("convened", "detail")),
    Look("member-people", "member", of("convened", "people")),
    Look("member-invitation", "member", of("convened", "invitations")),
    Look("member-answer", "member", of("convened", "answer")),
    Look("member-propose", "member", of("planned", "propose")),
    Look("member-minutes", "member", of("discussed", "minutes")),
    Look("member-remark", "member", of("discussed", "remark-add")),
    Look("member-round", "member", named("rounds:vote", lambda world: world.round.pk)),
    Look("member-poll", "member", named("meetings:poll-answer", lambda world: world.poll.pk)),
    Look("member-task", "member", named("tasks:detail", lambda world: world.task.pk)),
    Look("public-meetings", "anybody", named("assemblies:list")),
    Look("public-meeting", "anybody", named("assemblies:detail", lambda world: world.published.pk)),
    Look("public-meeting-ahead", "anybody", named("assemblies:detail", lambda world: world.convened.pk)),
    Look("public-resolutions", "anybody", named("resolutions:list")),
    Look("public-resolution", "anybody", named("resolutions:detail", lambda world: world.resolution.pk)),
    Look("link-invitation", "anybody", link("meetings:invitation", "invitation")),
    Look("link-minutes", "anybody", link("meetings:minutes-link", "minutes")),
    Look("link-round", "anybody", link("rounds:vote-by-link", "round")),
    Look("link-poll", "anybody", link("meetings:poll-link", "poll")),
    Look("link-task", "anybody", link("tasks:answer", "task")),
    Look("inbound", "admin", named("admin_ui:inbound")),
    Look("inbound-mail", "admin", named("admin_ui:inbound-mail", lambda world: world.stray.pk)),
]
SHARES = [
    share("meeting", "browser-1", [*TABS, *CONVENING]),
    share("session", "browser-2", [*SESSION, *MINUTES, *AGENDA]),
    share("outputs", "browser-3", [*OUTPUTS, *BODIES, *OTHERS]),
]


@pytest.mark.parametrize("looks", SHARES)
def test_the_pages_of_meetings_are_fit_to_be_seen(looks, opened, subtests):
    world = Sittings()
    people = {"anybody": None, "boss": world.boss, "member": world.member, "admin": world.admin}
    walk(looks, people, opened, world, subtests)
