"""What documents and bodies ask about the editions that documents belong to."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bodies import holders as agendas
from bodies.holders import Matter, OnTable, Part, Said
from bodies.models import Body
from documents import holders
from documents.models import Document, Version
from people.enums import Side
from people.models import Person
from workflows.enums import OPEN_OUTCOMES, EditionState, Permission, Verdict
from workflows.guards import side_verdicts
from workflows.models import (
    Decision,
    Duty,
    Edition,
    FundedProject,
    InputRequest,
    Item,
    ItemReport,
    Opinion,
    Plan,
    Review,
    Statement,
)

Visitor = Person | AnonymousUser


class EditionHolder:
    """Answers for the documents and files of editions."""

    def edition(self, pk: int) -> Edition:
        return Edition.objects.select_related("plan__territory").get(pk=pk)

    def title(self, pk: int) -> str:
        return self.edition(pk).plan.title

    def url(self, pk: int) -> str:
        return reverse("plans:detail", args=[self.edition(pk).plan.slug])

    def version_url(self, pk: int, number: int) -> str:
        return reverse("plans:version", args=[self.edition(pk).plan.slug, pk, number])

    def compare_url(self, pk: int, old: int, new: int) -> str:
        return reverse("plans:compare", args=[self.edition(pk).plan.slug, pk, old, new])

    def visible_to(self, pk: int, visitor: Visitor) -> bool:
        return bool(visitor.has_perm(Permission.VIEW_WORKING, self.edition(pk)))

    def acts_for_others(self, pk: int, visitor: Visitor) -> bool:
        return bool(visitor.has_perm(Permission.RECORD_FOR_OTHERS, self.edition(pk)))

    def is_public(self, pk: int) -> bool:
        return self.edition(pk).plan.has_public_edition


class EvidenceHolder(EditionHolder):
    """Answers for what proves comments (scans, messages): held by the document, full of personal data."""

    def edition(self, pk: int) -> Edition:
        return Edition.objects.select_related("plan__territory").get(document=pk)

    def visible_to(self, pk: int, visitor: Visitor) -> bool:
        edition = self.edition(pk)
        return any(
            visitor.has_perm(permission, edition)
            for permission in (Permission.PROPOSE_SETTLEMENT, Permission.RECORD_FOR_OTHERS)
        )

    def is_public(self, pk: int) -> bool:  # noqa: ARG002 - evidence never is
        return False


class PlanHolder:
    """Answers for the files of plans kept elsewhere, which anybody may read."""

    def plan(self, pk: int) -> Plan:
        return Plan.objects.get(pk=pk)

    def title(self, pk: int) -> str:
        return self.plan(pk).title

    def url(self, pk: int) -> str:
        return reverse("plans:detail", args=[self.plan(pk).slug])

    def version_url(self, pk: int, number: int) -> str:  # noqa: ARG002 - such a plan has no versions
        return ""

    def compare_url(self, pk: int, old: int, new: int) -> str:  # noqa: ARG002
        return ""

    def visible_to(self, pk: int, visitor: Visitor) -> bool:
        return bool(visitor.has_perm(Permission.VIEW_PLAN, self.plan(pk)))

    def acts_for_others(self, pk: int, visitor: Visitor) -> bool:
        return bool(visitor.has_perm(Permission.EDIT_PLAN, self.plan(pk)))

    def is_public(self, pk: int) -> bool:
        return self.plan(pk).is_elsewhere


class ReportHolder(PlanHolder):
    """Answers for the files of reports, which those who work with the plan read."""

    def plan(self, pk: int) -> Plan:
        return ItemReport.objects.select_related("plan__territory").get(pk=pk).plan

    def url(self, pk: int) -> str:
        return reverse("plans:reports", args=[self.plan(pk).slug])

    def visible_to(self, pk: int, visitor: Visitor) -> bool:
        return bool(visitor.has_perm(Permission.VIEW_WORKING, self.plan(pk)))

    def acts_for_others(self, pk: int, visitor: Visitor) -> bool:
        return bool(visitor.has_perm(Permission.COLLECT_INPUTS, self.plan(pk)))

    def is_public(self, pk: int) -> bool:  # noqa: ARG002 - what implementers send is never public
        return False


class StatementHolder:
    """Answers for the files of statements of municipalities: signed letters, which only offices read."""

    def statement(self, pk: int) -> Statement:
        return Statement.objects.select_related("territory").get(pk=pk)

    def title(self, pk: int) -> str:
        return self.statement(pk).service

    def url(self, pk: int) -> str:
        return reverse("statements:detail", args=[pk])

    def version_url(self, pk: int, number: int) -> str:  # noqa: ARG002 - a statement has no versions
        return ""

    def compare_url(self, pk: int, old: int, new: int) -> str:  # noqa: ARG002
        return ""

    def visible_to(self, pk: int, visitor: Visitor) -> bool:
        return bool(visitor.has_perm(Permission.RECORD_STATEMENT, self.statement(pk).territory))

    def acts_for_others(self, pk: int, visitor: Visitor) -> bool:
        return self.visible_to(pk, visitor)

    def is_public(self, pk: int) -> bool:  # noqa: ARG002 - it names who signed it
        return False


class DutyHolder:
    """Answers for documents by which duties were fulfilled: all who work with duties read them."""

    def duty(self, pk: int) -> Duty:
        return Duty.objects.select_related("rule", "territory__region").get(pk=pk)

    def title(self, pk: int) -> str:
        duty = self.duty(pk)
        return f"{duty.rule.name} {duty.year}, {duty.territory.name}"

    def url(self, pk: int) -> str:
        return reverse("duties:detail", args=[pk])

    def version_url(self, pk: int, number: int) -> str:  # noqa: ARG002 - a duty has no versions
        return ""

    def compare_url(self, pk: int, old: int, new: int) -> str:  # noqa: ARG002
        return ""

    def visible_to(self, pk: int, visitor: Visitor) -> bool:  # noqa: ARG002 - any duty alike
        return bool(visitor.has_perm(Permission.MANAGE_DUTIES))

    def acts_for_others(self, pk: int, visitor: Visitor) -> bool:
        return bool(visitor.has_perm(Permission.MANAGE_DUTIES, self.duty(pk).territory))

    def is_public(self, pk: int) -> bool:  # noqa: ARG002
        return False


class ProjectHolder:
    """Answers for the logos of funded projects: publicity is public."""

    def title(self, pk: int) -> str:
        return FundedProject.objects.get(pk=pk).title

    def url(self, pk: int) -> str:
        plan = FundedProject.objects.get(pk=pk).plans.order_by("pk").first()
        return reverse("plans:detail", args=[plan.slug]) if plan else ""

    def version_url(self, pk: int, number: int) -> str:  # noqa: ARG002 - a project has no versions
        return ""

    def compare_url(self, pk: int, old: int, new: int) -> str:  # noqa: ARG002
        return ""

    def visible_to(self, pk: int, visitor: Visitor) -> bool:  # noqa: ARG002
        return True

    def acts_for_others(self, pk: int, visitor: Visitor) -> bool:  # noqa: ARG002
        return False

    def is_public(self, pk: int) -> bool:  # noqa: ARG002
        return True


class InputHolder:
    """Answers for what proves answers typed in for somebody: personal data, for those who gather them."""

    def request(self, pk: int) -> InputRequest:
        return InputRequest.objects.select_related("round__plan__territory", "organisation", "territory").get(
            pk=pk
        )

    def title(self, pk: int) -> str:
        return self.request(pk).asked

    def url(self, pk: int) -> str:
        return reverse("plans:input-request", args=[pk])

    def version_url(self, pk: int, number: int) -> str:  # noqa: ARG002 - an answer has no versions
        return ""

    def compare_url(self, pk: int, old: int, new: int) -> str:  # noqa: ARG002
        return ""

    def visible_to(self, pk: int, visitor: Visitor) -> bool:
        return bool(visitor.has_perm(Permission.COLLECT_INPUTS, self.request(pk).round.plan))

    def acts_for_others(self, pk: int, visitor: Visitor) -> bool:
        return self.visible_to(pk, visitor)

    def is_public(self, pk: int) -> bool:  # noqa: ARG002 - evidence never is
        return False


class EditionMatters:
    """Answers for documents on the agenda of bodies: texts of editions that are being prepared."""

    def before(self, body: Body, day: dt.date) -> Sequence[Matter]:  # noqa: ARG002 - what waits, waits any day
        """List editions in work that may come before a body; those that its word moves on come first."""
        asked = awaiting_opinion(body)
        decided = awaiting_decision(body)
        near = Q(plan__territory=body.territory_id) | Q(plan__territory__members=body.territory_id)
        near |= Q(plan__territory__owner__territory=body.territory_id)
        wanted = near | Q(pk__in=asked | decided)
        rows = Edition.objects.in_preparation().filter(wanted, document__isnull=False).distinct()
        found = [
            Matter(
                document=edition.document,
                label=f"{edition.plan.title} – {edition.label}",
                is_awaited=edition.pk in asked | decided,
                wants_opinion=edition.pk in asked - decided,
            )
            for edition in rows.select_related("plan", "document").order_by("plan__title", "pk")
            if edition.document is not None
        ]
        return sorted(found, key=lambda matter: not matter.is_awaited)

    def current_version(self, document: Document) -> Version | None:
        """Return the last frozen version without its text."""
        return document.versions.defer("snapshot").order_by("-number").first()

    def said(self, document: Document) -> Sequence[Said]:
        return self.on_table([document])[document.pk].said

    def parts(self, document: Document) -> Sequence[Part]:
        """List the items of an edition; the key of an item stays the same in its later editions."""
        rows = Item.objects.filter(edition__document=document).order_by("order", "pk")
        return [Part(str(row.key), f"{row.number} {row.title}".strip()) for row in rows]

    def on_table(self, documents: Sequence[Document]) -> Mapping[int, OnTable]:
        """Tell versions, verdicts of the sides and opinions of bodies, in four queries for any number."""
        keys = [document.pk for document in documents]
        editions = Edition.objects.filter(document__in=keys).select_related("plan", "path")
        by_document = {edition.document_id: edition for edition in editions}
        latest: dict[int, Version] = {}
        for version in Version.objects.filter(document__in=keys).defer("snapshot").order_by("number"):
            latest[version.document_id] = version
        reviews: dict[int, list[Review]] = {}
        for review in Review.objects.filter(edition__document__in=keys).order_by("pk"):
            reviews.setdefault(review.edition_id, []).append(review)
        opinions: dict[int, list[Opinion]] = {}
        given = Opinion.objects.filter(edition__document__in=keys).exclude(verdict="")
        for opinion in given.select_related("body").order_by("order", "pk"):
            opinions.setdefault(opinion.edition_id, []).append(opinion)
        return {
            key: lying(edition, latest.get(key), reviews.get(edition.pk, []), opinions.get(edition.pk, []))
            if (edition := by_document.get(key))
            else OnTable(latest.get(key))
            for key in keys
        }


def awaiting_opinion(body: Body) -> set[int]:
    """Return the editions in work that want an opinion of a body."""
    rows = Opinion.objects.filter(body=body, verdict="", edition__in=Edition.objects.in_preparation())
    return set(rows.values_list("edition", flat=True))


def awaiting_decision(body: Body) -> set[int]:
    """Return the editions before the councils on which a body has not decided yet."""
    rows = Decision.objects.filter(body=body, is_ended=False, edition__state=EditionState.COUNCIL_APPROVAL)
    undecided = rows.filter(Q(outcome="") | Q(outcome__in=OPEN_OUTCOMES))
    return {pk for pk in undecided.values_list("edition", flat=True) if pk is not None}


def lying(
    edition: Edition, version: Version | None, reviews: Sequence[Review], opinions: Sequence[Opinion]
) -> OnTable:
    """Describe an edition on the table: the sides of the round that runs or ran last, then the bodies."""
    current = [review for review in reviews if review.round == edition.round]
    sides = side_verdicts(current, edition.path.side_rule)  # type: ignore[arg-type]
    said = [
        Said(str(Side(one.side).label), str(one.verdict.label) if one.verdict else _("zatím nevyjádřeno"))
        for one in sides
        if one.reviews
    ]
    said += [Said(one.body.label, str(Verdict(one.verdict).label), one.text) for one in opinions]
    if version is None:
        return OnTable(None, reverse("plans:detail", args=[edition.plan.slug]), "", said)
    address = [edition.plan.slug, edition.pk]
    compare = ""
    if version.number > 1:
        compare = reverse("plans:compare", args=[*address, version.number - 1, version.number])
    return OnTable(version, reverse("plans:version", args=[*address, version.number]), compare, said)


def register() -> None:
    """Tell documents and bodies who answers for editions; called once when the app is ready."""
    agendas.register(EditionMatters())
    holders.register(Edition.journal_kind, EditionHolder())
    holders.register(Plan.journal_kind, PlanHolder())
    holders.register(Document.journal_kind, EvidenceHolder())
    holders.register(Duty.journal_kind, DutyHolder())
    holders.register(FundedProject.journal_kind, ProjectHolder())
    holders.register(Statement.journal_kind, StatementHolder())
    holders.register(ItemReport.journal_kind, ReportHolder())
    holders.register(InputRequest.journal_kind, InputHolder())
