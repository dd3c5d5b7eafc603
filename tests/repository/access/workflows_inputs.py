from datetime import timedelta

from django.utils import timezone

from people.models import AccessLink
from tests.factories import people
from workflows.actions import input_request as requests
from workflows.actions import inputs
from workflows.actions.input_request import Proposed
from workflows.actions.inputs import Asked
from workflows.enums import InputPurpose


def addresses(world):
    """Give the pages of a round of proposals: one has answered, one is silent and has a link."""
    now, plan = timezone.now(), world.edition.plan
    offices = [people.organisation(email=f"podklady{n}@triada.test") for n in range(2)]
    held = inputs.open_round(
        plan=plan,
        purpose=InputPurpose.PROPOSALS,
        year=plan.period_from.year,
        due_on=timezone.localdate(now) + timedelta(days=21),
        asked=[Asked(one) for one in offices],
        by=plan.coordinator,
        now=now,
    )
    silent, done = held.requests.order_by("pk")
    requests.answer(request=done, proposals=[Proposed("Odlehčovací služba")], by=None, now=now)
    proposal = done.proposals.get()
    link = AccessLink.objects.get(subject_kind="input_request", subject_id=silent.pk)
    of_round = ("round", "more", "remind-all", "extend", "close")
    of_request = ("request", "letter", "remind", "excuse", "reopen", "hand-over", "record", "fill")
    return {
        **{f"plans:{name}": {"slug": plan.slug} for name in ("inputs", "input-open", "proposals")},
        **{f"plans:input-{name}": {"round": held.pk} for name in of_round},
        **{f"plans:input-{name}": {"pk": silent.pk} for name in of_request},
        **{f"plans:proposal-{name}": {"pk": proposal.pk} for name in ("take", "decline", "reopen")},
        "plans:input-answer": {"token": link.token},
    }
