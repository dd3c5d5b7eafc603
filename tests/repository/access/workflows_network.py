from datetime import date, timedelta

from django.utils import timezone

from tests.factories import networks
from tests.factories import workflows as make


def valid_network(world):
    """Return a network that is in force in the own territory, whose bodies the first plan has brought."""
    now = timezone.now() - timedelta(days=900)
    old = make.drafted(
        make.path("plan-mesta-rada"),
        territory=world.edition.plan.territory,
        coordinator=world.people["coordinator"],
        title="Plán se sítí",
        period=(date(2020, 1, 1), date(2099, 12, 31)),
        now=now,
    )
    while old.state != "effective":
        old = make.next_step(old)
    network = networks.drafted(old, services=1)
    return networks.in_force(network, timezone.localdate(network.state_since))


def addresses(world):
    valid = valid_network(world)
    edition = networks.drafted(valid)
    here = {"slug": edition.plan.slug, "pk": edition.pk}
    service = {**here, "key": edition.services.get().key}
    said = {"pk": networks.stated(world.own, by=world.people["clerk"]).pk}
    slug = {"slug": edition.plan.slug}
    return {
        **{
            f"plans:{name}": here for name in ("services", "service-add", "services-compare", "services-xlsx")
        },
        **{f"plans:{name}": service for name in ("service", "service-move", "service-remove")},
        **{f"plans:{name}": slug for name in ("cofinancing", "cofinancing-xlsx")},
        **{f"public:{name}": slug for name in ("network", "network-xlsx")},
        **{f"statements:{name}": said for name in ("detail", "supersede", "withdraw")},
        **{f"municipalities:{name}": {"slug": world.own.slug} for name in ("detail", "send")},
    }
