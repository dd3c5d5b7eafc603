"""Who may do what with a body and its meetings; members' data of service users are for organisers only."""

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from rules.permissions import add_perm
from rules.predicates import is_authenticated, predicate

from bodies.enums import Permission
from bodies.models import ActionItem, AgendaItem, Body, Meeting, Minutes, Participant, Poll, Round, RoundVote
from bodies.queries.mail import mail_for
from bodies.queries.membership import is_member
from bodies.queries.running import ROLES
from people.enums import Role
from people.models import InboundMail, Person, Territory
from people.rules import holds

RUNS = ROLES
User = Person | AnonymousUser
Subject = Body | Meeting | AgendaItem | Minutes | Participant | Poll | Round | RoundVote | ActionItem


def body_of(subject: Subject | None) -> Body | None:
    """Return the body that a thing belongs to."""
    match subject:
        case None | Body():
            return subject
        case Minutes() | Participant():
            return subject.meeting.body
        case RoundVote():
            return subject.round.body
    return subject.body


def meeting_of(subject: Subject | None) -> Meeting | None:
    match subject:
        case Meeting():
            return subject
        case AgendaItem() | Minutes() | Participant():
            return subject.meeting
    return None


@predicate
def runs(person: User, subject: Subject | None) -> bool:
    """Say whether the person organises the body, or coordinates or administers its territory today."""
    body = body_of(subject)
    if body is None or not isinstance(person, Person) or not person.is_active:
        return False
    today = timezone.localdate()
    return person.pk == body.organiser_id or any(holds(person, role, body.territory, today) for role in RUNS)


@predicate
def runs_something(person: User) -> bool:
    return isinstance(person, Person) and bool(person.appointed(timezone.localdate(), RUNS))


@predicate
def takes_minutes(person: User, subject: Subject | None) -> bool:
    """Say whether the person writes the minutes: named for it, or a drafter or clerk of the territory."""
    meeting = meeting_of(subject)
    if meeting is None or not isinstance(person, Person) or not person.is_active:
        return False
    today = timezone.localdate()
    named = person.pk in (meeting.minute_taker_id, meeting.chair_id)
    return named or any(
        holds(person, role, meeting.body.territory, today) for role in (Role.DRAFTER, Role.CLERK)
    )


@predicate
def finishes_minutes(person: User, subject: Subject | None) -> bool:
    """Say whether the person circulates, settles and submits the minutes that they write.

    An outside drafter writes minutes but never settles nor submits, even when named for it.
    """
    meeting = meeting_of(subject)
    if meeting is None or not isinstance(person, Person) or not person.is_active:
        return False
    today = timezone.localdate()
    if holds(person, Role.CLERK, meeting.body.territory, today):
        return True
    named = person.pk in (meeting.minute_taker_id, meeting.chair_id)
    return named and not holds(person, Role.DRAFTER, meeting.body.territory, today)


@predicate
def belongs(person: User, subject: Subject | None) -> bool:
    """Say whether the person is a member of the body, or is invited to the meeting."""
    body, meeting = body_of(subject), meeting_of(subject)
    if body is None or not isinstance(person, Person) or not person.is_active:
        return False
    if meeting is not None:
        if meeting.participants.filter(person=person, removed_at=None).exists():
            return True
        return is_member(person, body, meeting.held_on) or is_member(person, body, timezone.localdate())
    return is_member(person, body, timezone.localdate())


@predicate
def is_oneself(person: User, subject: Participant | RoundVote | None) -> bool:
    """Say whether an invitation or a vote is the person's own."""
    return subject is not None and isinstance(person, Person) and subject.person_id == person.pk


@predicate
def is_responsible(person: User, subject: ActionItem | None) -> bool:
    return subject is not None and isinstance(person, Person) and subject.responsible_id == person.pk


@predicate
def administers_territory(person: User, territory: Territory | None) -> bool:
    """Say whether the person coordinates or administers a territory, for deeds about all its bodies."""
    if territory is None or not isinstance(person, Person):
        return False
    return any(holds(person, role, territory, timezone.localdate()) for role in RUNS)


@predicate
def sorts_mail(person: User, mail: InboundMail | None) -> bool:
    """Say whether the person runs the meeting that a message is about; without one, whether any at all."""
    if not isinstance(person, Person) or not person.is_active:
        return False
    today = timezone.localdate()
    if mail is not None:
        return mail_for(person, today).filter(pk=mail.pk).exists()
    return bool(runs_something(person)) or Body.objects.filter(organiser=person).exists()


add_perm(Permission.VIEW_BODY, is_authenticated)
add_perm(Permission.CREATE_BODY, runs_something)
add_perm(Permission.EDIT_BODY, runs)
# That somebody uses a social service says something of their health (GDPR art. 9).
add_perm(Permission.VIEW_PROTECTED_NAMES, runs)
add_perm(Permission.HOLD_ELECTION, administers_territory)
add_perm(Permission.VIEW_MEETING, runs | takes_minutes | belongs)
add_perm(Permission.RUN_MEETING, runs)
add_perm(Permission.TAKE_MINUTES, runs | takes_minutes)
add_perm(Permission.FINISH_MINUTES, runs | finishes_minutes)
add_perm(Permission.PROPOSE_ITEM, runs | belongs)
add_perm(Permission.ANSWER_INVITATION, is_oneself)
add_perm(Permission.VOTE_IN_ROUND, is_oneself)
add_perm(Permission.REMARK_MINUTES, runs | belongs)
add_perm(Permission.VIEW_ACTION_ITEM, runs | is_responsible | belongs)
add_perm(Permission.REPORT_ACTION_ITEM, runs | is_responsible)
add_perm(Permission.CHECK_ACTION_ITEM, runs)
add_perm(Permission.SORT_MAIL, sorts_mail)
