"""Rounds in which implementers are asked; the plan is in force and its last whole year is reported on."""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone

from people.models import AccessLink, Organisation, Person
from tests.factories import people, reports, workflows
from workflows.actions import input_request as requests
from workflows.actions import inputs
from workflows.actions.input_request import Proposed
from workflows.actions.inputs import Asked
from workflows.enums import EditionState, InputPurpose, Progress
from workflows.letters import INPUT
from workflows.models import Edition, InputRequest, InputRound
from workflows.queries.inputs import candidates

NOW = people.NOW
YEAR = 2025
PERIOD = (date(2024, 1, 1), date(2028, 12, 31))
NAMES = ("Charita", "Centrum Protěž", "Diakonie")


def plan_text(names: tuple[str, ...] = NAMES[:2], *, items: int = 2, **fields) -> Edition:
    """Return a text in force in which each of the organisations implements measures."""
    fields = {"period": PERIOD, "now": NOW - timedelta(days=700), **fields}
    edition = workflows.plan(**fields).editions.get()
    workflows.fill(edition, items=0)
    top = reports.add(edition, "Péče doma")
    for name in names:
        who = people.organisation(name, email=f"{name.split()[0].lower()}{top.pk}@triada.test")
        for number in range(items):
            title = f"{name}, opatření {number + 1}"
            reports.add(edition, title, parent=top, values={"implementer": who})
    while edition.state != EditionState.EFFECTIVE:
        edition = workflows.next_step(edition)
    return workflows.fresh(edition)


def opened(
    text: Edition | None = None,
    purpose: InputPurpose = InputPurpose.REPORTS,
    *,
    now: datetime = NOW,
    **fields,
) -> InputRound:
    """Open a round that asks every implementer of the plan."""
    text = text or plan_text()
    year = fields.pop("year", YEAR)
    due_on = fields.pop("due_on", timezone.localdate(now) + timedelta(days=21))
    asked = fields.pop("asked", None)
    if asked is None:
        found = candidates(text.plan, purpose, year)
        asked = [
            Asked(one.organisation, one.territory, one.person, tuple(i.key for i in one.items))
            for one in found
        ]
    by = workflows.coordinator(text)
    return inputs.open_round(
        plan=text.plan, purpose=purpose, year=year, due_on=due_on, asked=asked, by=by, now=now, **fields
    )


def first(held: InputRound) -> InputRequest:
    return held.requests.select_related("round__plan", "organisation", "territory", "person").order_by("pk")[
        0
    ]


def fresh(request: InputRequest) -> InputRequest:
    return InputRequest.objects.select_related("round", "organisation", "territory", "person").get(
        pk=request.pk
    )


def coordinator(held: InputRound) -> Person:
    assert held.plan.coordinator is not None
    return held.plan.coordinator


def said(request: InputRequest, progress: Progress = Progress.DONE) -> list[dict]:
    """Return a report on every item that a request asks about."""
    return [{"key": key, "progress": progress, "text": "Podařilo se."} for key in request.keys]


def answered(request: InputRequest, now: datetime = NOW, **more) -> InputRequest:
    if request.round.purpose == InputPurpose.PROPOSALS:
        more = {"proposals": [Proposed("Odlehčovací služba")], **more}
    else:
        more = {"reports": said(request), **more}
    return requests.answer(request=request, by=request.person, now=now, **more)


def proposal(text: Edition | None = None, **said):
    """Return a proposal that came in an answer."""
    held = opened(text, InputPurpose.PROPOSALS, year=2027)
    values = {"title": "Odlehčovací služba", "text": "Rodiny nemají kdy odpočívat.", **said}
    return answered(first(held), proposals=[Proposed(**values)]).proposals.get()


def token(request: InputRequest) -> str:
    """Return the token of the newest link of a request that still opens."""
    links = AccessLink.objects.filter(
        purpose=INPUT, subject_kind="input_request", subject_id=request.pk, revoked_at=None
    )
    return links.latest("pk").token


def page(request: InputRequest) -> str:
    return reverse("plans:input-answer", args=[token(request)])


def path_of(url: str) -> str:
    return urlsplit(url).path


def organisation_without_mail(name: str = "Spolek bez pošty") -> Organisation:
    return people.organisation(name)
