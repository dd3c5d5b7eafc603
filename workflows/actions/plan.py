"""A plan is founded, described, given its people; a plan kept elsewhere is written down."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.files.base import File as Upload
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from documents.actions import file as files
from people import journal
from people.errors import Gone, Refused, Stale
from people.models import Person, Territory
from workflows.actions import edition as editions
from workflows.enums import EditionKind, PlanState
from workflows.flows import errand
from workflows.models import ApprovalPath, Edition, FundedProject, Plan
from workflows.models.plan import DEFAULT_LEVELS
from workflows.queries.generation import following

# What an editor of a plan may change; the state, the slug and the territory are not among them.
FIELDS = (
    "title",
    "period_from",
    "period_to",
    "lead",
    "levels",
    "link",
    "verified_on",
    "generation",
    "predecessor",
)
PEOPLE = ("coordinator", "deputy", "guarantor", "drafter")


def free_slug(title: str) -> str:
    """Return an address of a plan that no other plan has."""
    base = slugify(title.replace("–", "-"))[:100] or "plan"
    taken = set(Plan.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)


def check_new(territory: Territory, title: str, period_from: dt.date, period_to: dt.date) -> None:
    """Refuse a period that ends before it starts, and a plan founded already (a form sent twice)."""
    if period_to < period_from:
        raise Refused(_("Období nemůže skončit dřív, než začne."))
    same = Plan.objects.filter(territory=territory, title=title.strip(), period_from=period_from)
    if same.filter(period_to=period_to).exclude(state=PlanState.WITHDRAWN).exists():
        raise Gone(_("Takový plán už je založený. Najdete ho v seznamu plánů."))


def check_unfollowed(predecessor: Plan | None) -> None:
    """Refuse a second plan that would continue the same one."""
    if predecessor and (other := following(predecessor)):
        raise Refused(_("Na plán už navazuje „%(title)s“.") % {"title": other.title})


@transaction.atomic
def create(
    *,
    title: str,
    territory: Territory,
    period_from: dt.date,
    period_to: dt.date,
    coordinator: Person,
    path: ApprovalPath,
    by: Person,
    now: dt.datetime,
    lead: str = "",
    levels: list[str] | None = None,
    predecessor: Plan | None = None,
    submitter: Person | None = None,
    **people: Person | None,
) -> tuple[Plan, Edition]:
    """Found a plan and its original edition in drafting; `people` may name deputy, guarantor, drafter.

    Raises what `found` raises.
    """
    plan = found(
        title=title,
        territory=territory,
        period_from=period_from,
        period_to=period_to,
        lead=lead,
        levels=levels or list(DEFAULT_LEVELS),
        coordinator=coordinator,
        predecessor=predecessor,
        by=by,
        now=now,
        **people,
    )
    kind = EditionKind.ORIGINAL
    return plan, editions.start(plan=plan, kind=kind, path=path, by=by, now=now, submitter=submitter)


def found(
    *,
    title: str,
    territory: Territory,
    period_from: dt.date,
    period_to: dt.date,
    predecessor: Plan | None,
    by: Person,
    now: dt.datetime,
    **fields: Any,
) -> Plan:
    """Write down a new plan under the lock of its territory, so that two founders never draw one address.

    Raises Refused when the period ends before it starts or another plan continues the predecessor
    already, Gone when the same plan was founded already.
    """
    territory = Territory.objects.select_for_update().get(pk=territory.pk)
    check_new(territory, title, period_from, period_to)
    check_unfollowed(predecessor)
    plan = Plan.objects.create(
        title=title.strip(),
        slug=free_slug(title),
        territory=territory,
        period_from=period_from,
        period_to=period_to,
        predecessor=predecessor,
        generation=predecessor.generation + 1 if predecessor else 1,
        **fields,
    )
    data = {"territory": territory.pk, "from": period_from, "to": period_to}
    journal.record(plan, "plan.created", by=by, at=now, data=data, personal={"title": plan.title})
    return plan


@transaction.atomic
def keep_elsewhere(
    *,
    title: str,
    territory: Territory,
    link: str,
    by: Person,
    now: dt.datetime,
    period_from: dt.date | None = None,
    period_to: dt.date | None = None,
    verified_on: dt.date | None = None,
    generation: int = 1,
    upload: "Upload[bytes] | None" = None,
) -> Plan:
    """Write down a plan that is kept elsewhere: where to find it, its file, when somebody last looked."""
    if period_from and period_to and period_to < period_from:
        raise Refused(_("Období nemůže skončit dřív, než začne."))
    territory = Territory.objects.select_for_update().get(pk=territory.pk)
    plan = Plan.objects.create(
        title=title.strip(),
        slug=free_slug(title),
        territory=territory,
        is_elsewhere=True,
        link=link,
        period_from=period_from,
        period_to=period_to,
        verified_on=verified_on,
        generation=generation,
    )
    journal.record(plan, "plan.kept_elsewhere", by=by, at=now, data={"territory": territory.pk})
    return keep_file(plan=plan, upload=upload, by=by, now=now) if upload else plan


@transaction.atomic
def keep_file(*, plan: Plan, upload: "Upload[bytes]", by: Person, now: dt.datetime) -> Plan:
    """Keep the text of a plan kept elsewhere as a file that anybody may read; links die, files stay.

    Raises Refused for a file that the office does not take.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    plan.file = files.keep(holder=plan, upload=upload, by=by, now=now, is_public=True)
    plan.revision += 1
    plan.save(update_fields=["file", "revision"])
    data = {"file": plan.file.pk, "sha256": plan.file.digest}
    journal.record(plan, "plan.file_kept", by=by, at=now, data=data)
    return plan


@transaction.atomic
def describe(*, plan: Plan, changes: Mapping[str, Any], read_at: int, by: Person, now: dt.datetime) -> Plan:
    """Change what a plan says of itself.

    Raises Stale when somebody else wrote meanwhile, Refused when the period ends before it starts or a
    field is not one that people write.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if unknown := set(changes) - set(FIELDS):
        raise Refused(_("Toto pole se takto měnit nedá: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    if plan.revision != read_at:
        raise Stale(yours=str(changes.get("lead", "")), current=plan.lead)
    changed = [name for name, value in changes.items() if getattr(plan, name) != value]
    if "predecessor" in changed:
        check_unfollowed(changes["predecessor"])
    for name in changed:
        setattr(plan, name, changes[name])
    if plan.period_from and plan.period_to and plan.period_to < plan.period_from:
        raise Refused(_("Období nemůže skončit dřív, než začne."))
    plan.revision += 1
    plan.save(update_fields=[*changed, "revision"])
    journal.record(plan, "plan.described", by=by, at=now, data={"fields": sorted(changed)})
    return plan


@transaction.atomic
def move_elsewhere(
    *,
    plan: Plan,
    changes: Mapping[str, Any],
    read_at: int,
    by: Person,
    now: dt.datetime,
    upload: "Upload[bytes] | None" = None,
) -> Plan:
    """Write down where a plan kept elsewhere is now, and keep its file if there is a new one.

    Raises what describe and keep_file raise.
    """
    plan = describe(plan=plan, changes=changes, read_at=read_at, by=by, now=now)
    return keep_file(plan=plan, upload=upload, by=by, now=now) if upload else plan


@transaction.atomic
def appoint(
    *, plan: Plan, people: Mapping[str, Person | None], read_at: int, by: Person, now: dt.datetime
) -> Plan:
    """Say who coordinates a plan, who stands in, who guarantees it and who drafts; open errands move too.

    Raises Stale when somebody else wrote meanwhile, Refused for a plan without coordinator or for
    somebody who no longer works here.
    """
    # The lock order puts editions first: their errands move with the coordinator.
    editions_ = Edition.objects.locked_of(plan.pk)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.revision != read_at:
        raise Stale(yours="", current="")
    asked_before = plan.deputy or plan.coordinator
    for role, person in people.items():
        if role not in PEOPLE:
            raise Refused(_("Toto pole se takto měnit nedá: %(names)s.") % {"names": role})
        if person is not None and not person.is_active:
            raise Refused(_("%(name)s už v Triádě nepůsobí.") % {"name": person.name})
        setattr(plan, role, person)
    if plan.coordinator is None and not plan.is_elsewhere:
        raise Refused(_("Plán musí mít koordinátora nebo koordinátorku."))
    plan.revision += 1
    plan.save(update_fields=[*people, "revision"])
    asked_now = plan.deputy or plan.coordinator
    if asked_before and asked_now and asked_before.pk != asked_now.pk:
        for edition in editions_:
            errand.reassign(edition, asked_before, asked_now)
    data = {role: person.pk if person else None for role, person in people.items()}
    journal.record(plan, "plan.appointed", by=by, at=now, data=data)
    return plan


@transaction.atomic
def fund(*, plan: Plan, values: Mapping[str, str], by: Person, now: dt.datetime) -> FundedProject:
    """Attach a funded project, known by its registration number, whose publicity goes on every page.

    A project that is kept already is attached as it is; a new one is written down.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    number = values["number"].strip()
    rest = {name: value for name, value in values.items() if name != "number"}
    project, _new = FundedProject.objects.get_or_create(number=number, defaults=rest)
    plan.projects.add(project)
    journal.record(plan, "plan.funded", by=by, at=now, data={"project": project.pk})
    return project


@transaction.atomic
def end(*, plan: Plan, by: Person, now: dt.datetime) -> Plan:
    """Close a plan whose period is over; what is still being prepared on it has to be withdrawn first."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.editions.in_preparation().exists():
        raise Refused(_("Na plánu se ještě připravuje znění, nejdřív ho dokončete nebo stáhněte."))
    if plan.state not in (PlanState.IN_FORCE, PlanState.EVALUATING):
        raise Refused(_("Ukončit lze jen plán, který platí nebo se vyhodnocuje."))
    before = plan.state
    plan.close()
    plan.revision += 1
    plan.save()
    journal.record(plan, "plan.closed", by=by, at=now, data={"from": before, "to": plan.state})
    return plan


@transaction.atomic
def withdraw(*, plan: Plan, reason: str, by: Person, now: dt.datetime) -> Plan:
    """Withdraw a plan that will not come into force; what is being prepared on it is withdrawn before it.

    Raises Refused without a reason, while an edition is being prepared, or for a plan that was in force.
    """
    if not reason.strip():
        raise Refused(_("Napište, proč se stahuje."))
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.editions.in_preparation().exists():
        raise Refused(_("Na plánu se ještě připravuje znění, nejdřív ho dokončete nebo stáhněte."))
    if plan.state != PlanState.PREPARING or plan.is_elsewhere:
        raise Refused(_("Stáhnout lze jen plán, který se připravuje; platný plán se ukončuje."))
    before = plan.state
    plan.withdraw()
    plan.revision += 1
    plan.save()
    data = {"from": before, "to": plan.state}
    journal.record(plan, "plan.withdrawn", by=by, at=now, data=data, personal={"reason": reason.strip()})
    return plan
