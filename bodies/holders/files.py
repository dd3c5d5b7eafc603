"""Who may read the files of meetings: what was handed out with an item, and what proves a session."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from bodies.enums import MeetingState, Permission
from bodies.models import AgendaItem, Meeting, Paper
from documents import holders
from people.models import Person

Visitor = Person | AnonymousUser


class MeetingHolder:
    """Answers for files of a meeting itself, such as a scanned attendance sheet."""

    def title(self, pk: int) -> str:
        return Meeting.objects.get(pk=pk).name

    def url(self, pk: int) -> str:
        return reverse("meetings:detail", args=[pk])

    def version_url(self, pk: int, number: int) -> str:  # noqa: ARG002 - files have no versions
        return ""

    def compare_url(self, pk: int, old: int, new: int) -> str:  # noqa: ARG002
        return ""

    def visible_to(self, pk: int, visitor: Visitor) -> bool:
        meeting = Meeting.objects.select_related("body__territory").filter(pk=pk).first()
        return meeting is not None and bool(visitor.has_perm(Permission.VIEW_MEETING, meeting))

    def acts_for_others(self, pk: int, visitor: Visitor) -> bool:
        meeting = Meeting.objects.select_related("body__territory").filter(pk=pk).first()
        return meeting is not None and bool(visitor.has_perm(Permission.RUN_MEETING, meeting))

    def is_public(self, pk: int) -> bool:  # noqa: ARG002 - lists of people are not for the public
        return False


class ItemHolder(MeetingHolder):
    """Answers for papers of an item; a paper carried to another meeting may be read there too."""

    def items(self, pk: int) -> list[AgendaItem]:
        """Return the item and those to which its papers were carried."""
        carried = Paper.objects.filter(file__holder_kind=AgendaItem.journal_kind, file__holder_id=pk)
        rows = AgendaItem.objects.filter(pk__in=[pk, *carried.values_list("item", flat=True)])
        return list(rows.select_related("meeting__body__territory", "body__territory").order_by("pk"))

    def title(self, pk: int) -> str:
        return AgendaItem.objects.get(pk=pk).title

    def url(self, pk: int) -> str:
        item = AgendaItem.objects.select_related("body").get(pk=pk)
        if item.meeting_id is None:
            return reverse("meetings:backlog", args=[item.body.slug])
        return reverse("meetings:detail", args=[item.meeting_id])

    def visible_to(self, pk: int, visitor: Visitor) -> bool:
        return any(
            visitor.has_perm(
                Permission.VIEW_MEETING if item.meeting else Permission.PROPOSE_ITEM,
                item.meeting or item.body,
            )
            for item in self.items(pk)
        )

    def acts_for_others(self, pk: int, visitor: Visitor) -> bool:
        return any(visitor.has_perm(Permission.RUN_MEETING, item.body) for item in self.items(pk))

    def is_public(self, pk: int) -> bool:
        """Let anybody read public papers of a convened meeting, unless the item is closed to them."""
        before = (MeetingState.PLANNED, MeetingState.CANCELLED)
        return any(
            item.meeting is not None and item.meeting.state not in before and not item.is_closed_to_public
            for item in self.items(pk)
        )


def register() -> None:
    """Tell documents who answers for files of meetings; called once when the app is ready."""
    holders.register(Meeting.journal_kind, MeetingHolder())
    holders.register(AgendaItem.journal_kind, ItemHolder())
