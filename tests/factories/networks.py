"""Networks of services and statements of municipalities for tests."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from people.models import Person, Territory
from tests.factories import people
from tests.factories import workflows as make
from workflows.actions import approval, network, statement
from workflows.actions import edition as editions
from workflows.enums import EditionKind, EditionState, Necessity, NetworkTier, ServiceForm
from workflows.models import Edition, NetworkService, ServiceKind, Statement


def kind(paragraph: str = "§ 40") -> ServiceKind:
    """Return a shipped kind of service."""
    return ServiceKind.objects.filter(paragraph=paragraph)[0]


def words(**fields) -> dict:
    """Return what is written of a service."""
    return {
        "name": f"Pečovatelská služba {next(people.numbers)}",
        "provider": fields.pop("provider", None) or people.organisation(),
        "kind": fields.pop("kind", None) or kind(),
        "form": ServiceForm.OUTREACH,
        "tier": NetworkTier.BASIC,
        "territory": None,
        **fields,
    }


def service(edition: Edition, **fields) -> NetworkService:
    return network.add_service(
        edition=edition, values=words(**fields), by=make.coordinator(edition), now=make.at(edition)
    )


def drafted(of: Edition | None = None, services: int = 0, **fields) -> Edition:
    """Start a network of a plan (of a new one in force unless given) with some services."""
    of = of or make.edition_in(EditionState.EFFECTIVE)
    by, now = make.coordinator(of), fields.pop("now", None) or make.at(of, days=1)
    edition = editions.start(
        plan=of.plan, kind=EditionKind.NETWORK, path=fields.pop("path", of.path), by=by, now=now, **fields
    )
    for _number in range(services):
        service(edition)
    return make.fresh(edition)


def in_force(edition: Edition, valid_from: date | None = None) -> Edition:
    """Bring a network through its path to force."""
    first = valid_from or timezone.localdate(make.at(edition, days=60))
    while edition.state != EditionState.EFFECTIVE:
        if edition.valid_from is None:
            approval.set_validity(
                edition=edition,
                valid_from=first,
                valid_to=None,
                by=make.coordinator(edition),
                now=make.at(edition),
            )
            edition = make.fresh(edition)
        edition = make.next_step(edition)
    return edition


def said(provider=None, **fields) -> dict:
    """Return what is written of a statement."""
    return {
        "year": 2027,
        "provider": provider or people.organisation(),
        "service": "Osobní asistence",
        "kind": fields.pop("kind", None) or kind(),
        "form": ServiceForm.OUTREACH,
        "necessity": Necessity.NEEDED,
        "tier": NetworkTier.BASIC,
        "capacity": Decimal("12.50"),
        "unit": "úvazky",
        "text": "Potřebujeme ji kvůli paní Novákové.",
        "given_by": "starosta Jan Tichý",
        "given_on": people.TODAY,
        **fields,
    }


def stated(territory: Territory, by: Person | None = None, **fields) -> Statement:
    now = fields.pop("now", people.NOW)
    return statement.record(territory=territory, values=said(**fields), by=by or people.person(), now=now)
