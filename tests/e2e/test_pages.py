"""Every important page of plans as an official would judge it; see `tests.e2e.looking`."""

import pytest
from django.urls import reverse

from tests.e2e.looking import Look, share, walk
from tests.e2e.world import World
from workflows.enums import EditionState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
S = EditionState


def named(name, *args):
    return lambda world: reverse(name, args=args)


def plan(state, ask=""):
    return lambda world: reverse("plans:detail", args=[world.editions[state].plan.slug]) + ask


def of(state, name, *more):
    """Address of a page of the edition in a state; a callable among `more` finds its part in the edition."""

    def address(world):
        edition = world.editions[state]
        found = [part(edition) if callable(part) else part for part in more]
        return reverse(f"plans:{name}", args=[edition.plan.slug, edition.pk, *found])

    return address


def of_plan(state, name):
    return lambda world: reverse(f"plans:{name}", args=[world.editions[state].plan.slug])


def public(state, name):
    return lambda world: reverse(
        f"public:{name}", args=[world.editions[state].plan.slug, world.editions[state].pk]
    )


def receipt(world):
    comment = world.editions[S.SETTLEMENT].document.comments.order_by("number").first()
    return reverse("public:receipt", args=[comment.receipt_key])


def approvals(name="detail"):
    return lambda world: reverse(f"approvals:{name}", args=[world.editions[S.COUNCIL_APPROVAL].pk])


def item(edition):
    return edition.items.filter(depth=1).first().key


def part(edition):
    return edition.parts.first().key


def open_review(edition):
    return edition.reviews.filter(verdict="").first().pk


def reservation(edition):
    return edition.reviews.get(verdict="reservation").pk


def comment(edition):
    return edition.document.comments.order_by("number").last().number


def open_decision(edition):
    return edition.decisions.filter(outcome="").first().pk


def opinion(edition):
    return edition.opinions.first().pk


def admin(name, key=None):
    return lambda world: reverse(f"admin_ui:{name}", args=[key(world)] if key else [])


PAGES = [
    # anybody
    Look("plans", "anybody", named("plans:list")),
    Look("public-consultation", "anybody", plan(S.CONSULTATION)),
    Look("public-settlement-state", "anybody", plan(S.SETTLEMENT)),
    Look("public-in-force", "anybody", plan(S.EFFECTIVE)),
    Look("public-text", "anybody", public(S.CONSULTATION, "text")),
    Look("public-settlement", "anybody", public(S.COUNCIL_APPROVAL, "settlement")),
    Look("consultations", "anybody", named("public:consultations")),
    Look("comment-errors", "anybody", plan(S.CONSULTATION), press="Odeslat připomínku", answers=422),
    Look("receipt", "anybody", receipt),
    Look("login", "anybody", named("account_login")),
    Look("login-errors", "anybody", named("account_login"), press="Přihlásit se heslem", answers=200),
    Look("login-by-code", "anybody", named("account_request_login_code")),
    Look("about", "anybody", named("about")),
    Look("accessibility", "anybody", named("accessibility")),
    Look("privacy", "anybody", named("privacy")),
    Look("404", "anybody", lambda world: "/plany/takovy-neni/", status=404),
    Look("unknown-link", "anybody", lambda world: "/o/nikdo-takovy-nevydal/", status=404),
    # the coordinator
    Look("work", "boss", named("work:home")),
    Look("account", "boss", named("account")),
    Look("plans-signed-in", "boss", named("plans:list")),
    Look("plan-create", "boss", named("plans:create")),
    Look("plan-create-errors", "boss", named("plans:create"), press="Založit plán", answers=422),
    Look("plan-elsewhere", "boss", named("plans:elsewhere")),
    *[Look(f"plan-{state.value}", "boss", plan(state)) for state in S if state != S.SUPERSEDED],
    Look("plan-public-view", "boss", plan(S.CONSULTATION, "?pohled=verejny")),
    Look("describe", "boss", of_plan(S.DRAFTING, "describe")),
    Look("people", "boss", of_plan(S.DRAFTING, "people")),
    Look("history", "boss", of_plan(S.COUNCIL_APPROVAL, "history")),
    Look("projects", "boss", of_plan(S.DRAFTING, "projects")),
    Look("decisions", "boss", of_plan(S.DRAFTING, "decisions")),
    Look("plan-decision", "boss", of_plan(S.DRAFTING, "plan-decision")),
    Look("plan-end", "boss", of_plan(S.EFFECTIVE, "end")),
    Look("text", "boss", of(S.DRAFTING, "text")),
    Look("part", "boss", of(S.DRAFTING, "part-write", part)),
    Look("items", "boss", of(S.DRAFTING, "items")),
    Look("item", "boss", of(S.DRAFTING, "item", item)),
    Look("item-write", "boss", of(S.DRAFTING, "item-write", item)),
    Look("item-errors", "boss", of(S.DRAFTING, "item-add"), press="Uložit", answers=422),
    Look("item-remove", "boss", of(S.DRAFTING, "item-remove", item)),
    Look("triad-empty", "boss", of(S.DRAFTING, "triad")),
    Look("triad", "boss", of(S.TRIAD_REVIEW, "triad")),
    Look("review-name-errors", "boss", of(S.DRAFTING, "review-name"), press="Určit", answers=422),
    Look("review-record", "boss", of(S.TRIAD_REVIEW, "review-record", open_review)),
    Look("review-excuse", "boss", of(S.TRIAD_REVIEW, "review-excuse", open_review)),
    Look("review-reassign", "boss", of(S.TRIAD_REVIEW, "review-reassign", open_review)),
    Look("review-settle", "boss", of(S.TRIAD_REVIEW, "review-settle", reservation)),
    Look("move-blocked", "boss", of(S.DRAFTING, "move", "submit_to_triad")),
    Look("move-open-blocked", "boss", of(S.TRIAD_REVIEW, "move", "open_consultation")),
    Look("move-extend", "boss", of(S.CONSULTATION, "move", "extend_consultation")),
    Look("move-return", "boss", of(S.CONSULTATION, "move", "return_for_rework")),
    Look("move-withdraw", "boss", of(S.DRAFTING, "move", "withdraw"), press="Stáhnout", answers=422),
    Look("refused-409", "boss", of(S.WITHDRAWN, "move", "withdraw"), status=409),
    Look("consultation", "boss", of(S.CONSULTATION, "consultation")),
    Look("hearing-plan", "boss", of(S.CONSULTATION, "hearing-plan")),
    Look("comments", "boss", of(S.SETTLEMENT, "comments")),
    Look("comments-empty", "boss", of(S.DRAFTING, "comments")),
    Look("comment", "boss", of(S.SETTLEMENT, "comment", comment)),
    Look(
        "comment-settle-errors", "boss", of(S.SETTLEMENT, "comment", comment), press="Vypořádat", answers=422
    ),
    Look("comment-record", "boss", of(S.CONSULTATION, "comment-record")),
    Look("settlement", "boss", of(S.SETTLEMENT, "settlement")),
    Look("poster", "boss", of(S.CONSULTATION, "poster")),
    Look("opinions", "boss", of(S.DRAFTING, "opinions")),
    Look("opinion", "boss", of(S.DRAFTING, "opinion-record", opinion)),
    Look("approval-before", "boss", of(S.DRAFTING, "approval")),
    Look("approval", "boss", of(S.COUNCIL_APPROVAL, "approval")),
    Look("decision", "boss", of(S.COUNCIL_APPROVAL, "decision-record", open_decision)),
    Look(
        "decision-errors",
        "boss",
        of(S.COUNCIL_APPROVAL, "decision-record", open_decision),
        press="Zapsat rozhodnutí",
        answers=422,
    ),
    Look("ask-release", "boss", of(S.COUNCIL_APPROVAL, "ask", "uvolneni")),
    Look("material", "boss", of(S.COUNCIL_APPROVAL, "material")),
    Look("schedule", "boss", of(S.DRAFTING, "schedule")),
    Look("validity", "boss", of(S.ADOPTED, "validity")),
    Look("publish", "boss", of(S.ADOPTED, "publish")),
    Look("versions", "boss", of(S.COUNCIL_APPROVAL, "versions")),
    Look("version", "boss", of(S.COUNCIL_APPROVAL, "version", 1)),
    Look("compare", "boss", of(S.COUNCIL_APPROVAL, "compare", 1, 2)),
    Look("bodies", "boss", named("bodies:list")),
    Look("403", "boss", named("admin_ui:people"), status=403),
    # the councillor
    Look("councillor-work", "councillor", named("work:home")),
    Look("councillor-list", "councillor", named("approvals:list")),
    Look("councillor-detail", "councillor", approvals()),
    Look("councillor-changes", "councillor", approvals("changes")),
    Look("councillor-question", "councillor", approvals("question")),
    Look("confirmation", "councillor", lambda w: reverse("documents:confirmation", args=[w.asked.pk])),
    # the administrator
    Look("admin-people", "admin", admin("people")),
    Look("admin-person-add", "admin", admin("person-add")),
    Look("admin-person", "admin", admin("person", lambda w: w.boss.pk)),
    Look("admin-appointment-add", "admin", admin("appointment-add", lambda w: w.boss.pk)),
    Look("admin-organisations", "admin", admin("organisations")),
    Look("admin-territories", "admin", admin("territories")),
    Look("admin-letters", "admin", admin("letters")),
    Look("admin-journal", "admin", admin("journal")),
]


COORDINATORS = [look for look in PAGES if look.who == "boss"]
SHARES = [
    share("coordinator-1", "browser-1", COORDINATORS[::2]),
    share("coordinator-2", "browser-2", COORDINATORS[1::2]),
    share("others", "browser-3", [look for look in PAGES if look.who != "boss"]),
]


@pytest.mark.parametrize("looks", SHARES)
def test_the_pages_are_fit_to_be_seen(looks, opened, subtests):
    world = World()
    people = {"anybody": None, "boss": world.boss, "councillor": world.councillor, "admin": world.admin}
    walk(looks, people, opened, world, subtests)
