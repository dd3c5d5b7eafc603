from django.utils import timezone

from people.actions import link as links
from tests.factories import duties as make
from workflows.actions import duty as duties
from workflows.letters import DUTY
from workflows.models import Duty


def addresses(world):
    """Give the pages of the duties of the own municipality and of its region."""
    now = timezone.now()
    duties.plan_year(region=world.region, year=now.year, by=None, now=now)
    one = Duty.objects.get(territory=world.own, rule__code=make.NEEDS)
    done = Duty.objects.get(territory=world.own, rule__code=make.CAPACITIES)
    make.fulfilled(done, fulfilled_on=timezone.localdate(now), now=now)
    link = links.issue(
        purpose=DUTY, subject=one, address="obec@triada.test", expires_at=None, by=None, now=now
    )
    return {
        **{f"duties:{name}": {"pk": one.pk} for name in ("detail", "fulfil", "waive", "remind")},
        "duties:reopen": {"pk": done.pk},
        "duties:term": {"code": make.NEEDS, "region": world.region.slug},
        **{f"duties:{name}": {"year": now.year} for name in ("ministry", "ministry-xlsx")},
        "duties:by-link": {"token": link.token},
    }
