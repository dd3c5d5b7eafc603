"""Who may do what with a body; members' data of service users are for those who run the body only."""

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from rules.permissions import add_perm
from rules.predicates import is_authenticated, predicate

from bodies.enums import Permission
from bodies.models import Body
from people.enums import Role
from people.models import Person
from people.rules import holds

RUNS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@predicate
def runs(person: Person | AnonymousUser, body: Body | None) -> bool:
    """Say whether the person is a coordinator or an administrator of the body's territory today."""
    if body is None or not isinstance(person, Person):
        return False
    today = timezone.localdate()
    return any(holds(person, role, body.territory, today) for role in RUNS)


@predicate
def runs_something(person: Person | AnonymousUser) -> bool:
    return isinstance(person, Person) and bool(person.appointed(timezone.localdate(), RUNS))


add_perm(Permission.VIEW_BODY, is_authenticated)
add_perm(Permission.CREATE_BODY, runs_something)
add_perm(Permission.EDIT_BODY, runs)
# That somebody uses a social service says something of their health (GDPR art. 9).
add_perm(Permission.VIEW_PROTECTED_NAMES, runs)
