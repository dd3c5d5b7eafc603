"""Every page of a plan in force as an official would judge it; see `tests.e2e.looking`."""

import pytest
from django.urls import reverse

from tests.e2e.in_force import InForce
from tests.e2e.looking import Look, share, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def named(name, *args, **query):
    """Address of a page; a callable among the arguments finds its key in the world."""

    def address(world):
        found = [one(world) if callable(one) else one for one in args]
        asked = {key: one(world) if callable(one) else one for key, one in query.items()}
        return reverse(name, args=found, query=asked)

    return address


def slug(world):
    return world.text.plan.slug


def last(world):
    return world.year - 1


def ahead(world):
    return world.year + 1


def pk(part):
    return lambda world: getattr(world, part).pk


def plan(name, *more, **query):
    return named(f"plans:{name}", slug, *more, **query)


def edition(part, name, *more):
    return named(f"plans:{name}", slug, pk(part), *more)


def inputs(part, name):
    return named(f"plans:input-{name}", pk(part))


def report(name):
    return plan(name, last, item)


def item(world):
    return world.report.key


def missing(world):
    """The key of an item that nobody has reported on."""
    told = set(world.text.plan.reports.filter(year=last(world)).values_list("key", flat=True))
    return next(item.key for item in world.measures if item.key not in told)


def service(name):
    return edition("revision", name, lambda world: world.service.key)


def town(name):
    return named(f"municipalities:{name}", lambda world: world.towns[0].slug)


def link(name, kind, part):
    return named(name, lambda world: world.link(kind, getattr(world, part).pk))


def ministry(world):
    return world.year


EDITIONS = [
    Look("editions", "boss", plan("editions")),
    Look("edition-kinds", "boss", plan("edition-new")),
    Look("edition-blocked", "boss", plan("edition-new", druh="action_plan", rok=ahead)),
    Look(
        "edition-errors",
        "boss",
        plan("edition-new", druh="action_plan", rok=last),
        press="Začít nové znění",
        answers=422,
    ),
    Look("edition-items", "boss", edition("prepared", "edition-items")),
    Look("action-plan", "boss", edition("prepared", "items")),
    Look("plan-in-force", "boss", plan("detail")),
    Look("project-publicity", "boss", plan("project-publicity", pk("project"))),
    Look("services", "boss", edition("revision", "services")),
    Look("service-errors", "boss", edition("revision", "service-add"), press="Uložit službu", answers=422),
    Look("service", "boss", service("service")),
    Look("service-remove", "boss", service("service-remove")),
    Look("services-compare", "boss", edition("revision", "services-compare")),
    Look("statement-errors", "boss", named("statements:add"), press="Zapsat do evidence", answers=422),
    Look("statement-supersede", "boss", named("statements:supersede", pk("statement"))),
    Look("statement-withdraw", "boss", named("statements:withdraw", pk("statement"))),
    Look("next-errors", "boss", plan("next"), press="Začít nový cyklus", answers=422),
    Look("trace", "boss", plan("trace", item)),
    Look("work-in-force", "boss", named("work:home")),
    Look("drafter-territories", "drafter", named("work:territories")),
]
INPUTS = [
    Look("inputs", "boss", plan("inputs")),
    Look("input-open", "boss", plan("input-open", purpose="proposals", year=ahead)),
    Look("input-open-reports", "boss", plan("input-open")),
    Look("input-round", "boss", inputs("round", "round")),
    Look("input-more", "boss", inputs("round", "more")),
    Look("input-close", "boss", inputs("round", "close")),
    Look("input-request-waiting", "boss", inputs("waiting", "request")),
    Look("input-request-answered", "boss", inputs("answered", "request")),
    Look("input-request-excused", "boss", inputs("excused", "request")),
    Look("input-letter", "boss", inputs("paper", "letter")),
    Look("input-excuse", "boss", inputs("waiting", "excuse")),
    Look("input-hand-over", "boss", inputs("waiting", "hand-over")),
    Look("input-record-errors", "boss", inputs("paper", "record"), press="Zapsat odpověď", answers=422),
    Look("proposals", "boss", plan("proposals")),
    Look("proposal-take", "boss", named("plans:proposal-take", pk("proposal"))),
    Look("input-extend", "boss", inputs("round", "extend")),
    Look("proposal-reopen", "boss", named("plans:proposal-reopen", pk("taken"))),
    Look("proposal-decline", "boss", named("plans:proposal-decline", pk("proposal"))),
    Look("input-link-reports", "anybody", link("plans:input-answer", "input_request", "waiting")),
    Look(
        "input-link-proposals",
        "anybody",
        link("plans:input-answer", "input_request", "proposing"),
        press="Odeslat",
        answers=422,
    ),
    Look("input-link-answered", "anybody", link("plans:input-answer", "input_request", "answered")),
]
REPORTS = [
    Look("reports", "boss", plan("reports", rok=last)),
    Look("reports-empty", "boss", plan("reports", rok=last, q="nic takového")),
    Look("report", "boss", report("report")),
    Look("report-write", "boss", report("report-write")),
    Look("report-errors", "boss", plan("report-write", last, missing), press="Zapsat hlášení", answers=422),
    Look("report-remove", "boss", report("report-remove")),
    Look("sheet-upload-errors", "boss", plan("sheet-upload", last), press="Nahrát", answers=422),
    Look("sheet", "boss", plan("sheet", pk("sheet"))),
    Look("sheet-broken", "boss", plan("sheet", pk("broken"))),
    Look("evaluation", "boss", plan("evaluation")),
    Look("evaluation-of-year", "boss", plan("evaluation", rok=last)),
    Look("evaluation-text", "boss", edition("evaluation", "text")),
    Look("evaluation-part", "boss", edition("evaluation", "part-write", "financovani")),
]
DUTIES = [
    Look("duties", "boss", named("duties:list")),
    Look("duty-plan", "boss", named("duties:plan")),
    Look("duty-ask", "boss", named("duties:ask")),
    Look("duty-terms", "boss", named("duties:terms")),
    Look("duty-term", "boss", named("duties:term", "obec-potreby", lambda world: world.region.slug)),
    Look("duty-ministry", "boss", named("duties:ministry", ministry)),
    Look("duty-due", "boss", named("duties:detail", pk("duty"))),
    Look("duty-done", "boss", named("duties:detail", pk("done"))),
    Look("duty-dropped", "boss", named("duties:detail", pk("dropped"))),
    Look(
        "duty-errors",
        "boss",
        named("duties:fulfil", pk("capacities")),
        press="Zapsat jako splněné",
        answers=422,
    ),
    Look("duty-waive", "boss", named("duties:waive", pk("duty"))),
    Look("duty-reopen", "boss", named("duties:reopen", pk("done"))),
    Look("duty-link", "anybody", link("duties:by-link", "duty", "duty")),
    Look(
        "duty-link-errors",
        "anybody",
        link("duties:by-link", "duty", "capacities"),
        press="Odeslat sdělení",
        answers=422,
    ),
]
PUBLIC = [
    Look("public-plan-in-force", "anybody", plan("detail")),
    Look("public-editions", "anybody", plan("editions", den=lambda world: f"{last(world)}-06-30")),
    Look("public-trace", "anybody", named("public:trace", slug, item)),
    Look("public-network", "anybody", named("public:network", slug)),
    Look("public-cofinancing", "anybody", plan("cofinancing")),
    Look("public-text-in-force", "anybody", named("public:text", slug, pk("yearly"))),
    Look("municipalities", "anybody", named("municipalities:list")),
    Look("municipality", "anybody", town("detail")),
    Look("municipality-send", "anybody", town("send")),
    Look("statements", "anybody", named("statements:list")),
    Look("statement", "anybody", named("statements:detail", pk("old"))),
    Look("municipality-of-its-region", "boss", town("detail")),
]
SHARES = [
    share("editions", "browser-1", [*EDITIONS, *PUBLIC]),
    share("inputs", "browser-2", [*INPUTS, *REPORTS]),
    share("duties", "browser-3", DUTIES),
]


@pytest.mark.parametrize("looks", SHARES)
def test_the_pages_of_a_plan_in_force_are_fit_to_be_seen(looks, opened, subtests):
    world = InForce()
    people = {"anybody": None, "boss": world.boss, "drafter": world.drafter}
    walk(looks, people, opened, world, subtests)
