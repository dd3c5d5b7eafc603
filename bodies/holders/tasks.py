"""Who may read the files of a task: those who may read the task."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from bodies.enums import Permission
from bodies.models import ActionItem
from documents import holders
from people.models import Person

Visitor = Person | AnonymousUser


class TaskHolder:
    """Answers for what was attached to an action item."""

    def task(self, pk: int) -> ActionItem:
        return ActionItem.objects.select_related("body__territory").get(pk=pk)

    def title(self, pk: int) -> str:
        return str(self.task(pk))

    def url(self, pk: int) -> str:
        return reverse("tasks:detail", args=[pk])

    def version_url(self, pk: int, number: int) -> str:  # noqa: ARG002 - files have no versions
        return ""

    def compare_url(self, pk: int, old: int, new: int) -> str:  # noqa: ARG002
        return ""

    def visible_to(self, pk: int, visitor: Visitor) -> bool:
        return bool(visitor.has_perm(Permission.VIEW_ACTION_ITEM, self.task(pk)))

    def acts_for_others(self, pk: int, visitor: Visitor) -> bool:
        return bool(visitor.has_perm(Permission.CHECK_ACTION_ITEM, self.task(pk)))

    def is_public(self, pk: int) -> bool:  # noqa: ARG002 - tasks are the body's own business
        return False


def register() -> None:
    """Tell documents who answers for files of tasks; called once when the app is ready."""
    holders.register(ActionItem.journal_kind, TaskHolder())
