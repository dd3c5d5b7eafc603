"""What people and councils said of an item and did for it: comments, triad, decisions, reports, tasks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from bodies.models import AgendaItem
from bodies.queries import meeting as meetings
from bodies.queries.action_item import serving
from bodies.queries.resolution import visible_to as visible_resolutions
from documents.enums import Moderation
from documents.models import Comment
from people.templatetags.triada import cdate
from workflows.enums import Progress, ProposalOutcome
from workflows.models import Decision, Edition, ItemReport, Opinion, Proposal, Review
from workflows.queries.evaluation_rows import years_evaluated
from workflows.queries.snapshot import amount, money_text
from workflows.queries.trace_editions import capitalised
from workflows.queries.trace_rows import Fact, Found, is_approved

# How the verdict of a side follows from its people is the guards' to say.
Judge = Callable[[Sequence[Review], Any], Sequence[Any]]
LONGEST = 400


def page(name: str, edition: Edition, *more: Any) -> str:
    return reverse(name, args=[edition.plan.slug, edition.pk, *more])


def comment_facts(found: Found) -> list[Fact]:
    """Tell comments on the item with their settlement; outside the office only those that are published."""
    rows = Comment.objects.filter(document__in=found.documents, part_key=str(found.key))
    facts = []
    for row in rows.order_by("received_on", "number"):
        edition = found.documents[row.document_id]
        inside = found.eyes.inside(edition.plan)
        if not inside and row.moderation != Moderation.SHOWN:
            continue
        address = page("plans:comment", edition, row.number) if inside else page("public:settlement", edition)
        facts.append(
            Fact(
                on=row.received_on,
                kind="comment",
                text=_("Připomínka č. %(n)d: %(who)s") % {"n": row.number, "who": row.public_author},
                plan=edition.plan,
                url=address,
                note=Truncator(row.text).chars(LONGEST),
                lines=(_("vypořádání: %(reason)s") % {"reason": row.reason},) if row.reason else (),
                tag=row.get_state_display(),
            )
        )
    return facts


def triad_facts(found: Found, judge: Judge) -> list[Fact]:
    """Tell what the three sides said of each text in its last round."""
    rows = Review.objects.filter(edition__in=found.editions, round=F("edition__round")).exclude(round=0)
    by_edition: dict[int, list[Review]] = defaultdict(list)
    for review in rows.order_by("pk"):
        by_edition[review.edition_id].append(review)
    facts = []
    for number, reviews in by_edition.items():
        edition = found.editions[number]
        said = [side for side in judge(reviews, edition.path.side_rule) if side.verdict]
        days = [review.answered_at for review in reviews if review.answered_at]
        if said and days:
            inside = found.eyes.inside(edition.plan)
            facts.append(
                Fact(
                    on=timezone.localdate(max(days)),
                    kind="triad",
                    text=_("Triáda: %(label)s") % {"label": edition.label},
                    plan=edition.plan,
                    url=page("plans:triad", edition) if inside else "",
                    lines=tuple(f"{side.side.label}: {side.verdict.label}" for side in said),
                )
            )
    return facts


def council_facts(found: Found) -> list[Fact]:
    """Tell opinions and decisions of bodies; a link leads to the resolution of whoever may read it."""
    decisions = Decision.objects.filter(edition__in=found.editions).exclude(outcome="")
    decisions = decisions.filter(Q(is_ended=False) | Q(is_informative=True)).select_related("body")
    opinions = Opinion.objects.filter(edition__in=found.editions).exclude(verdict="").select_related("body")
    said = list(decisions.order_by("decided_on", "order"))
    heard = [o for o in opinions.order_by("given_on") if found.eyes.inside(found.editions[o.edition_id].plan)]
    rows: list[Decision | Opinion] = [*said, *heard]
    known = {row.resolution_id for row in rows if row.resolution_id}
    visitor = found.eyes.person or AnonymousUser()
    seen = visible_resolutions(visitor, found.eyes.day).filter(pk__in=known)
    readable = set(seen.values_list("pk", flat=True))

    def address(row: Decision | Opinion) -> str:
        shown = row.resolution_id in readable
        return reverse("resolutions:detail", args=[row.resolution_id]) if shown else ""

    return [
        *(decision(found, row, address(row)) for row in said),
        *(opinion(found, row, address(row)) for row in heard),
    ]


def decision(found: Found, row: Decision, url: str) -> Fact:
    edition = found.editions[row.edition_id or 0]
    number = _("usnesení č. %(number)s") % {"number": row.number} if row.number else ""
    body = row.body.name if row.body else row.body_name
    return Fact(
        on=row.decided_on or found.eyes.day,
        kind="decision",
        text=f"{body}: {row.get_outcome_display()}",
        plan=edition.plan,
        url=url,
        note=", ".join(filter(None, [edition.label, number])),
    )


def opinion(found: Found, row: Opinion, url: str) -> Fact:
    edition = found.editions[row.edition_id]
    return Fact(
        on=row.given_on or found.eyes.day,
        kind="opinion",
        text=_("%(body)s, stanovisko: %(verdict)s")
        % {"body": row.body.name, "verdict": row.get_verdict_display()},
        plan=edition.plan,
        url=url or page("plans:opinions", edition),
        note=", ".join(filter(None, [edition.label, row.reference])),
    )


# --- what was done --------------------------------------------------------------------------------


def report_facts(found: Found) -> list[Fact]:
    """Tell reports year by year; outside the office only those that an approved evaluation tells of."""
    rows = ItemReport.objects.filter(key=found.key, plan__in=found.plans).order_by("year", "pk")
    rows = rows.prefetch_related("money", "values")
    targets = {one.key: one.target for item in found.items.values() for one in item.indicators.all()}
    published = published_years(found)
    facts = []
    for row in rows:
        plan = found.plans[row.plan_id]
        works = found.eyes.reports(plan)
        frozen_at = published.get((row.plan_id, row.year))
        if not works and (frozen_at is None or frozen_at < row.reported_at):
            continue
        progress = Progress(row.progress).label
        facts.append(
            Fact(
                on=dt.date(row.year, 12, 31),
                kind="report",
                text=_("Plnění v roce %(year)d: %(progress)s") % {"year": row.year, "progress": progress},
                plan=plan,
                url=reverse("plans:report", args=[plan.slug, row.year, row.key]) if works else "",
                note=Truncator(row.text).chars(LONGEST) if works else "",
                lines=(*spent(row), *values(row, targets)),
                is_of_year=True,
            )
        )
    return facts


def published_years(found: Found) -> dict[tuple[int, int], dt.datetime]:
    """Return when the evaluation that tells of a year of a plan was frozen, of approved evaluations."""
    known: dict[tuple[int, int], dt.datetime] = {}
    for evaluation in found.evaluations:
        version = found.version(evaluation)
        if version is None or not is_approved(evaluation):
            continue
        for year in years_evaluated(evaluation):
            key = (evaluation.plan_id, year)
            known[key] = max(known.get(key, version[1]), version[1])
    return known


def spent(row: ItemReport) -> list[str]:
    money = list(row.money.all())
    if not money:
        return []
    total = sum((one.amount for one in money), Decimal(0))
    sources = ", ".join(f"{one.get_source_display()} {money_text(one.amount)} Kč" for one in money)
    return [_("vynaloženo %(total)s Kč (%(sources)s)") % {"total": money_text(total), "sources": sources}]


def values(row: ItemReport, targets: dict[Any, Decimal | None]) -> list[str]:
    """Tell what indicators reached, against the target of the newest text that has it."""
    lines = []
    for one in row.values.all():
        target = targets.get(one.indicator)
        goal = _(", cíl %(target)s") % {"target": amount(target)} if target is not None else ""
        lines.append(f"{one.name}: {amount(one.value)} {one.unit}{goal}")
    return lines


def evaluation_facts(found: Found) -> list[Fact]:
    facts = []
    for edition in found.evaluations:
        inside = found.eyes.inside(edition.plan)
        detail = f"{reverse('plans:detail', args=[edition.plan.slug])}?zneni={edition.pk}"
        label = _("Závěrečné vyhodnocení plánu") if edition.year is None else capitalised(edition.label)
        facts.append(
            Fact(
                on=edition.adopted_on or timezone.localdate(edition.created_at),
                kind="evaluation",
                text=label,
                plan=edition.plan,
                url=detail if inside or not is_approved(edition) else page("public:text", edition),
                tag="" if is_approved(edition) else edition.get_state_display(),
            )
        )
    return facts


def task_facts(found: Found) -> list[Fact]:
    """Tell the tasks that serve the item, those that the person may read."""
    if found.eyes.person is None:
        return []
    plans = {document: edition.plan for document, edition in found.documents.items()}
    newest = list(found.plans.values())[-1]
    return [
        Fact(
            on=timezone.localdate(task.assigned_at),
            kind="task",
            text=_("Úkol č. %(number)s: %(text)s")
            % {"number": task.number, "text": Truncator(task.text).chars(LONGEST)},
            plan=plans.get(task.document_id or 0, newest),
            url=reverse("tasks:detail", args=[task.pk]),
            note=", ".join(filter(None, [task.body.name, task.answerer])),
            lines=(_("splněno %(day)s") % {"day": cdate(task.done_on)},) if task.done_on else (),
            tag=task.get_state_display(),
        )
        for task in serving(str(found.key), found.eyes.person, found.eyes.day)
    ]


def meeting_facts(found: Found) -> list[Fact]:
    """Tell the meetings that dealt with the texts, those that the person may open."""
    if found.eyes.person is None:
        return []
    seen = meetings.visible_to(found.eyes.person, found.eyes.day)
    rows = AgendaItem.objects.filter(
        document__in=found.documents, meeting__in=seen.values("pk"), proposal="", is_withdrawn=False
    )
    facts = []
    for row in rows.select_related("meeting__body").order_by("meeting__held_on", "order"):
        meeting, edition = row.meeting, found.documents[row.document_id or 0]
        if meeting is None:
            continue
        facts.append(
            Fact(
                on=meeting.held_on,
                kind="meeting",
                text=_("Na programu: %(body)s, %(meeting)s")
                % {"body": meeting.body.name, "meeting": meeting.name},
                plan=edition.plan,
                url=reverse("meetings:detail", args=[meeting.pk]),
                note=row.title,
            )
        )
    return facts


def proposal_facts(found: Found) -> list[Fact]:
    """Tell what implementers and municipalities proposed about the item, to those who collect it."""
    plans = [plan for plan in found.plans.values() if found.eyes.proposals(plan)]
    if not plans:
        return []
    about = Q(item=found.key) | Q(key=found.key)
    rows = Proposal.objects.filter(about, request__round__plan__in=plans)
    parts = ("request__round", "request__organisation", "request__territory")
    facts = []
    for row in rows.select_related(*parts).order_by("pk"):
        asked, year = row.request, row.request.round.year
        facts.append(
            Fact(
                on=timezone.localdate(asked.answered_at or asked.asked_at),
                kind="proposal",
                text=_("Návrh pro rok %(year)d: %(title)s") % {"year": year, "title": row.title},
                plan=found.plans[asked.round.plan_id],
                url=reverse("plans:proposals", args=[found.plans[asked.round.plan_id].slug]),
                note=asked.asked,
                lines=(row.reason,) if row.reason else (),
                tag=ProposalOutcome(row.outcome).label,  # type: ignore[arg-type]
            )
        )
    return facts
