"""Who may do what with a plan; when it may be done is the machine's and the guards' to say."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from rules.permissions import add_perm
from rules.predicates import predicate

from bodies.models import Mandate
from documents.models import Confirmation
from people.enums import Role, TerritoryKind
from people.models import Person, Territory
from people.rules import holds
from workflows.enums import EditionState, Permission
from workflows.models import Decision, Edition, InputRequest, Plan, Review
from workflows.queries.statement import recordable

Subject = Plan | Edition | Review | Decision
# Materials of these states are before the councils or were; councillors read them.
BEFORE_COUNCILS = (
    EditionState.COUNCIL_APPROVAL,
    EditionState.ADOPTED,
    EditionState.EFFECTIVE,
    EditionState.REJECTED,
    EditionState.SUPERSEDED,
)


def plan_of(subject: Subject | None) -> Plan | None:
    """Return the plan that an object of the approval path belongs to."""
    match subject:
        case None | Plan():
            return subject
        case Review():
            return subject.edition.plan
        case _:
            return subject.plan


@predicate
def coordinates(person: Person, subject: Subject | None) -> bool:
    """Say whether the person runs the plan: its coordinator, deputy, or an administrator of the territory."""
    plan = plan_of(subject)
    if plan is None or not person.is_authenticated:
        return False
    if person.pk in (plan.coordinator_id, plan.deputy_id):
        return True
    today = timezone.localdate()
    return any(holds(person, role, plan.territory, today) for role in (Role.COORDINATOR, Role.ADMINISTRATOR))


@predicate
def drafts(person: Person, subject: Subject | None) -> bool:
    """Say whether the person drafts the plan: an outside drafter only while the contract runs."""
    plan = plan_of(subject)
    if plan is None or not person.is_authenticated or person.pk != plan.drafter_id:
        return False
    return holds(person, Role.DRAFTER, plan.territory, timezone.localdate())


@predicate
def has_contract(person: Person) -> bool:
    """Say whether the person drafts for any territory at all while the contract runs."""
    return person.is_authenticated and bool(person.appointed(timezone.localdate(), (Role.DRAFTER,)))


@predicate
def helps(person: Person, subject: Subject | None) -> bool:
    """Say whether the person is a clerk of the plan's territory."""
    plan = plan_of(subject)
    return plan is not None and holds(person, Role.CLERK, plan.territory, timezone.localdate())


@predicate
def guarantees(person: Person, subject: Subject | None) -> bool:
    plan = plan_of(subject)
    return plan is not None and person.is_authenticated and person.pk == plan.guarantor_id


@predicate
def sees(person: Person, plan: Plan | None) -> bool:
    """Say whether the person may see the plan; the public sees what the public has met."""
    if plan is None:
        return False
    if plan.is_elsewhere or plan.has_public_edition:
        return True
    if not person.is_authenticated:
        return False
    return Plan.objects.visible_to(person, timezone.localdate()).filter(pk=plan.pk).exists()


@predicate
def is_asked(person: Person, review: Review | None) -> bool:
    return review is not None and person.is_authenticated and person.pk == review.person_id


def editions_of(subject: Plan | Edition) -> QuerySet[Edition]:
    """Return the edition that is meant, or all editions of a plan."""
    which = Q(plan=subject.pk) if isinstance(subject, Plan) else Q(pk=subject.pk)
    return Edition.objects.filter(which)


@predicate
def decides(person: Person, subject: Plan | Edition | None) -> bool:
    """Say whether the person sits today in a body that decides on the edition or gives an opinion on it.

    Of a plan the same is asked of all its editions.
    """
    if subject is None or not person.is_authenticated:
        return False
    bodies = Mandate.objects.on(timezone.localdate()).filter(person=person).values("seat__body")
    asked = Q(decisions__body__in=bodies) | Q(opinions__body__in=bodies)
    return editions_of(subject).filter(asked).exists()


@predicate
def submits(person: Person, subject: Plan | Edition | None) -> bool:
    """Say whether the person releases the edition's material; of a plan, that of any of its editions."""
    if subject is None or not person.is_authenticated:
        return False
    if isinstance(subject, Plan):
        return editions_of(subject).filter(submitter=person).exists()
    return person.pk == subject.submitter_id


@predicate
def is_confirming(person: Person, confirmation: Confirmation | None) -> bool:
    return confirmation is not None and person.is_authenticated and person.pk == confirmation.person_id


@predicate
def is_before_councils(_person: Person, edition: Edition | None) -> bool:
    return edition is not None and edition.state in BEFORE_COUNCILS


@predicate
def founds(person: Person, territory: Territory | None) -> bool:
    """Say whether the person may found a plan of a territory; without one, of any territory at all."""
    if not person.is_authenticated:
        return False
    today = timezone.localdate()
    roles = (Role.COORDINATOR, Role.ADMINISTRATOR)
    if territory is None:
        return bool(person.appointed(today, roles))
    return any(holds(person, role, territory, today) for role in roles)


@predicate
def is_requested(person: Person, request: InputRequest | None) -> bool:
    return request is not None and person.is_authenticated and person.pk == request.person_id


@predicate
def answers_for(person: Person, territory: Territory | None) -> bool:
    """Say whether the person runs the agenda of a territory; without one, of any territory at all."""
    if not person.is_authenticated:
        return False
    today = timezone.localdate()
    roles = (Role.COORDINATOR, Role.CLERK, Role.ADMINISTRATOR)
    if territory is None:
        return bool(person.appointed(today, roles))
    return any(holds(person, role, territory, today) for role in roles)


@predicate
def answers_for_owner(person: Person, territory: Territory | None) -> bool:
    """Say whether the person runs the planning that a municipality owns, as a town does for its district."""
    if territory is None or not person.is_authenticated:
        return False
    held = person.appointed(timezone.localdate(), (Role.COORDINATOR, Role.CLERK))
    owned = Territory.objects.filter(pk__in=[one.territory_id for one in held], owner__territory=territory)
    return bool(held) and owned.exists()


@predicate
def oversees_duties(person: Person, territory: Territory | None) -> bool:
    """Say whether the person acts for the region that a territory reports to; without one, for any region.

    § 94 e) and f) of Act 108/2006 Sb.: municipalities report to the region.
    """
    if not person.is_authenticated:
        return False
    if territory is None:
        held = person.appointed(timezone.localdate(), (Role.COORDINATOR, Role.CLERK, Role.ADMINISTRATOR))
        return any(one.territory.kind == TerritoryKind.REGION for one in held)
    return bool(answers_for(person, territory.region or territory))


@predicate
def records_for(person: Person, territory: Territory | None) -> bool:
    """Say whether the person writes down what a municipality says; without one, of any at all."""
    rows = recordable(person, timezone.localdate())
    return (rows if territory is None else rows.filter(pk=territory.pk)).exists()


add_perm(Permission.VIEW_PLAN, sees)
add_perm(Permission.CREATE_PLAN, founds)
add_perm(Permission.EDIT_PLAN, coordinates)
add_perm(Permission.EDIT_CONTENT, coordinates | drafts | helps)
add_perm(Permission.VIEW_WORKING, coordinates | drafts | helps | guarantees | decides | submits)
add_perm(Permission.MOVE_EDITION, coordinates)
add_perm(Permission.ANSWER_REVIEW, is_asked)
add_perm(Permission.RECORD_FOR_OTHERS, coordinates | helps)
add_perm(Permission.MODERATE, coordinates)
add_perm(Permission.SETTLE, coordinates)
add_perm(Permission.PROPOSE_SETTLEMENT, coordinates | drafts)
add_perm(Permission.RECORD_DECISION, coordinates | helps)
add_perm(
    Permission.VIEW_MATERIAL, coordinates | helps | guarantees | submits | (decides & is_before_councils)
)
# Taking notice is said as a member of a body; whoever runs the plan only reads the page.
add_perm(Permission.TAKE_NOTICE, decides & is_before_councils)
add_perm(Permission.CONFIRM, is_confirming)
add_perm(Permission.COLLECT_INPUTS, coordinates | helps)
add_perm(Permission.ANSWER_REQUEST, is_requested)
add_perm(Permission.VIEW_DRAFTING, has_contract)
add_perm(Permission.MANAGE_DUTIES, answers_for | answers_for_owner | oversees_duties)
add_perm(Permission.OVERSEE_DUTIES, oversees_duties)
add_perm(Permission.RECORD_STATEMENT, records_for)
