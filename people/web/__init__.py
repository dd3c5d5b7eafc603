"""What every view of the product shares; a view loads in `setup`, is authorised in `dispatch`, acts once."""

from people.web.accounts import AccountAdapter
from people.web.mixins import (
    ActionMixin,
    AuthenticatedRequest,
    FormView,
    ListView,
    ObjectMixin,
    PublicMixin,
    RuleRequiredMixin,
    client_address,
    done,
    paged,
    refused,
)

__all__ = [
    "AccountAdapter",
    "ActionMixin",
    "AuthenticatedRequest",
    "FormView",
    "ListView",
    "ObjectMixin",
    "PublicMixin",
    "RuleRequiredMixin",
    "client_address",
    "done",
    "paged",
    "refused",
]
