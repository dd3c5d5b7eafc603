"""What documents ask about the editions that they belong to."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from documents import holders
from documents.models import Document
from people.models import Person
from workflows.enums import Permission
from workflows.models import Edition, Plan

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


def register() -> None:
    """Tell documents who answers for editions; called once when the app is ready."""
    holders.register(Edition.journal_kind, EditionHolder())
    holders.register(Plan.journal_kind, PlanHolder())
    holders.register(Document.journal_kind, EvidenceHolder())
