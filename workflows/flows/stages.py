"""Stage flows: who is asked in each state, never what is legal. They call nothing."""

from typing import Any

from viewflow import this
from viewflow.workflow import flow, lock

from people.models import Person
from workflows.enums import EditionState as S
from workflows.models import Decision, Edition, Review, StageProcess
from workflows.nodes import ForEach


class StageFlow(flow.Flow):
    """Base of the stages; it holds no nodes, because inherited ones keep pointing at the parent's."""

    process_class = StageProcess
    lock_impl = lock.SelectForUpdateLock(nowait=False)

    def begin(self, activation: Any, edition: Edition) -> StageProcess:
        process: StageProcess = activation.process
        process.edition = edition
        return process

    def coordinator(self, activation: Any) -> Person:
        plan = activation.process.edition.plan
        person: Person = plan.deputy or plan.coordinator
        return person


class DraftingFlow(StageFlow):
    start = flow.StartHandle(this.begin).Next(this.work)
    work = flow.View(None).Assign(this.coordinator).Next(this.end)
    end = flow.End()


class ReviewFlow(StageFlow):
    """Everybody named for the round is asked; when the last has answered, the coordinator goes on."""

    start = flow.StartHandle(this.begin).Next(this.ask)
    ask = ForEach(this.open_reviews).Next(this.answer)
    answer = flow.View(None).Assign(this.reviewer).Next(this.join)
    join = flow.Join().Next(this.decide)
    decide = flow.View(None).Assign(this.coordinator).Next(this.end)
    end = flow.End()

    def open_reviews(self, activation: Any) -> list[dict[str, int]]:
        edition = activation.process.edition
        rows = edition.reviews.filter(round=edition.round, verdict="", is_excused=False)
        # Kept for reviewer(): one query for all who are asked instead of one for each.
        activation.process.reviewers = {r.pk: r.person for r in rows.select_related("person")}
        return [{"review": pk} for pk in activation.process.reviewers]

    def reviewer(self, activation: Any) -> Person:
        loaded: dict[int, Person] = getattr(activation.process, "reviewers", {})
        if (person := loaded.get(activation.task.data["review"])) is not None:
            return person
        return Review.objects.select_related("person").get(pk=activation.task.data["review"]).person


class SettlementFlow(StageFlow):
    start = flow.StartHandle(this.begin).Next(this.work)
    work = flow.View(None).Assign(this.coordinator).Next(this.end)
    end = flow.End()


class ApprovalFlow(StageFlow):
    """One errand for each council that is to decide; then the coordinator closes the approval."""

    start = flow.StartHandle(this.begin).Next(this.ask)
    ask = ForEach(this.open_decisions).Next(this.record)
    record = flow.View(None).Assign(this.coordinator).Next(this.join)
    join = flow.Join().Next(this.conclude)
    conclude = flow.View(None).Assign(this.coordinator).Next(this.end)
    end = flow.End()

    def open_decisions(self, activation: Any) -> list[dict[str, int]]:
        rows = Decision.objects.filter(edition=activation.process.edition, outcome="", is_ended=False)
        return [{"decision": pk} for pk in rows.values_list("pk", flat=True)]


# A state that is not here waits for the clock or for nobody.
STAGE: dict[str, type[StageFlow]] = {
    S.DRAFTING: DraftingFlow,
    S.TRIAD_REVIEW: ReviewFlow,
    S.SETTLEMENT: SettlementFlow,
    S.COUNCIL_APPROVAL: ApprovalFlow,
}
