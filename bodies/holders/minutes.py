"""What documents ask about the minutes that they belong to."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from bodies.enums import Permission
from bodies.models import Minutes
from bodies.queries.minutes import title_of
from people.models import Person

Visitor = Person | AnonymousUser


class MinutesHolder:
    """Answers for the frozen text of minutes and for the scans that prove their verification."""

    def minutes(self, pk: int) -> Minutes:
        return Minutes.objects.select_related("meeting__body__territory").get(pk=pk)

    def title(self, pk: int) -> str:
        return title_of(self.minutes(pk).meeting)

    def url(self, pk: int) -> str:
        return reverse("meetings:minutes", args=[self.minutes(pk).meeting_id])

    def version_url(self, pk: int, number: int) -> str:
        return reverse("meetings:minutes-version", args=[self.minutes(pk).meeting_id, number])

    def compare_url(self, pk: int, old: int, new: int) -> str:  # noqa: ARG002 - verifiers have theirs
        return ""

    def visible_to(self, pk: int, visitor: Visitor) -> bool:
        return bool(visitor.has_perm(Permission.VIEW_MEETING, self.minutes(pk).meeting))

    def acts_for_others(self, pk: int, visitor: Visitor) -> bool:
        return bool(visitor.has_perm(Permission.RUN_MEETING, self.minutes(pk).meeting))

    def is_public(self, pk: int) -> bool:  # noqa: ARG002 - scans bear signatures, they are never public
        return False
