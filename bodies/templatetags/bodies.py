"""Tags of the pages of bodies: states in colour and words."""

from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bodies.enums import (
    ActionState,
    AnswerValue,
    BallotResult,
    ItemPurpose,
    MeetingState,
    MinutesState,
    RoundState,
)
from bodies.models import ActionItem, AgendaItem, Meeting, Minutes, Round
from people.templatetags.triada import tag_

register = template.Library()

MEETING_LOOK = {
    MeetingState.PLANNED: ("neutral", "pencil-square"),
    MeetingState.CONVENED: ("success", "envelope-check"),
    MeetingState.IN_SESSION: ("primary", "record-circle"),
    MeetingState.HELD: ("warning", "journal-text"),
    MeetingState.CLOSED: ("neutral", "check-lg"),
    MeetingState.CANCELLED: ("error", "x-lg"),
}
MINUTES_LOOK = {
    MinutesState.WRITING: ("neutral", "pencil-square"),
    MinutesState.COMMENTS: ("primary", "chat-left-text"),
    MinutesState.VERIFICATION: ("primary", "hourglass-split"),
    MinutesState.VERIFIED: ("success", "check-lg"),
    MinutesState.PUBLISHED: ("success", "check-circle-fill"),
}
ACTION_LOOK = {
    ActionState.ASSIGNED: ("neutral", "inbox"),
    ActionState.IN_PROGRESS: ("primary", "arrow-repeat"),
    ActionState.REPORTED: ("warning", "eye"),
    ActionState.DONE: ("success", "check-lg"),
    ActionState.CANCELLED: ("neutral", "x-lg"),
}
ANSWER_LOOK = {
    AnswerValue.ACCEPTED: ("success", "check-lg"),
    AnswerValue.REMOTE: ("success", "camera-video"),
    AnswerValue.TENTATIVE: ("warning", "question-lg"),
    AnswerValue.DECLINED: ("error", "x-lg"),
    AnswerValue.DELEGATED: ("primary", "person-check"),
}
PURPOSE_LOOK = {
    ItemPurpose.INFORMATION: ("neutral", "info-circle"),
    ItemPurpose.DISCUSSION: ("neutral", "chat-left-text"),
    ItemPurpose.DECISION: ("primary", "hand-thumbs-up"),
    ItemPurpose.OPINION: ("primary", "chat-square-text"),
    ItemPurpose.BREAK: ("neutral", "cup-hot"),
}
RESULT_LOOK = {
    BallotResult.PASSED: ("success", "check-lg"),
    BallotResult.FAILED: ("error", "x-lg"),
}

ROUND_LOOK = {
    RoundState.DRAFT: ("neutral", "pencil-square"),
    RoundState.OPEN: ("primary", "hourglass-split"),
    RoundState.CLOSED: ("neutral", "check-lg"),
    RoundState.CANCELLED: ("error", "x-lg"),
}


@lru_cache(maxsize=10_000)
def _address(name: str, pk: int) -> str:
    return reverse(name, args=[pk])


@register.simple_tag
def address(name: str, pk: int) -> str:
    """Return the address of a page; an agenda asks for a hundred of them each time it is drawn."""
    return _address(name, pk)


@register.simple_tag
def meeting_tag(meeting: Meeting) -> SafeString:
    state = MeetingState(meeting.state)
    return tag_(str(state.label), *MEETING_LOOK[state])


@register.simple_tag
def minutes_tag(minutes: Minutes) -> SafeString:
    return tag_(minutes.state_label, *MINUTES_LOOK[MinutesState(minutes.state)])


@register.simple_tag
def action_tag(item: ActionItem) -> SafeString:
    state = ActionState(item.state)
    return tag_(str(state.label), *ACTION_LOOK[state])


@register.simple_tag
def answer_tag(value: str) -> SafeString:
    """Draw what somebody answered; nothing yet is said too."""
    if not value:
        return tag_(_("bez odpovědi"), "neutral", "question-lg")
    answer = AnswerValue(value)
    return tag_(str(answer.label), *ANSWER_LOOK[answer])


@register.simple_tag
def result_tag(value: str) -> SafeString:
    result = BallotResult(value)
    return tag_(str(result.label), *RESULT_LOOK[result])


@register.simple_tag
def purpose_tag(item: AgendaItem) -> SafeString:
    """Draw what an item asks of the members; information asks nothing and says so quietly."""
    purpose = ItemPurpose(item.purpose)
    return tag_(str(purpose.label), *PURPOSE_LOOK[purpose])


@register.simple_tag
def round_tag(held: Round) -> SafeString:
    """Draw how a vote outside a meeting stands; a closed one by its result."""
    state = RoundState(held.state)
    if state == RoundState.CLOSED:
        result = BallotResult(held.result)
        return tag_(str(result.label), *RESULT_LOOK[result])
    return tag_(str(state.label), *ROUND_LOOK[state])
