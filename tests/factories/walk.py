"""A walk of random deeds over one plan: what an office might do in any order, refused or not."""

from collections import Counter
from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone
from viewflow.workflow import PROCESS, STATUS
from viewflow.workflow.models import Task

from documents.actions import comment as comments
from documents.enums import CommentState
from people.enums import Side
from people.errors import Refused
from tests.factories import people
from tests.factories import workflows as make
from workflows.actions import approval, clock, consultation, content, decision, review
from workflows.actions import edition as editions
from workflows.actions import plan as plans
from workflows.enums import EditionKind, EditionState, Outcome, Verdict
from workflows.flows.errand import OPEN_STATUSES
from workflows.flows.stages import STAGE
from workflows.models import ApprovalPath, Edition, StageProcess
from workflows.models.edition import WITHDRAWABLE

S = EditionState
# What leads on from a state; most steps are chosen from here, the others from everything.
ONWARD = {
    S.DRAFTING: [
        "name_all",
        "submit_to_triad",
        "submit_to_triad",
        "submit_for_approval",
        "open_consultation",
    ],
    S.TRIAD_REVIEW: ["answer", "answer", "answer_all", "settle", "opine", "open_consultation"],
    S.CONSULTATION: ["comment", "close", "sweep", "extend", "opine"],
    S.SETTLEMENT: ["settle_comments", "settle", "opine", "submit_for_approval", "submit_for_approval"],
    S.COUNCIL_APPROVAL: ["decide", "decide", "decide", "freeze_amended", "adopt", "adopt", "reject"],
    S.ADOPTED: ["sweep"],
    S.EFFECTIVE: ["start"],
    S.REJECTED: ["return"],
    S.SUPERSEDED: ["start"],
    S.WITHDRAWN: ["start"],
}


class Walk:
    """One plan, its people and a clock; `step` does one deed, `misfits` says where law and errand differ."""

    def __init__(self, seed: int, on: ApprovalPath | str, territory=None) -> None:
        self.random = Random(seed)
        self.on, self.territory = on, territory
        self.plan = make.drafted(on, territory=territory).plan
        self.now = make.NOW
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.people = [people.person() for _ in range(6)]

    # --- the deeds; each is given the edition as the database has it now --------------------------

    def do_name(self, edition):
        who = self.random.choice(self.people) if self.random.random() < 0.3 else people.person()
        side = self.random.choice(list(Side))
        review.name(edition=edition, person=who, side=side, by=self.by, now=self.now)

    def do_name_all(self, edition):
        taken = {r.side for r in edition.reviews.filter(round=edition.round + 1)}
        for side in set(Side) - taken:
            review.name(edition=edition, person=people.person(), side=side, by=self.by, now=self.now)

    def do_submit_to_triad(self, edition):
        due = timezone.localdate(self.now) + timedelta(days=self.random.randint(0, 9))
        editions.submit_to_triad(edition=edition, due_on=due, by=self.by, now=self.now)

    def do_answer(self, edition):
        rows = make.asked(edition) if self.random.random() < 0.8 else list(edition.reviews.all())
        row = self.random.choice(rows)
        verdict = self.random.choice([*[Verdict.AGREE] * 6, Verdict.RESERVATION, Verdict.RETURN])
        review.answer(review=row, verdict=verdict, text="Protože.", by=row.person, now=self.now)

    def do_answer_all(self, edition):
        for row in make.asked(edition):
            review.answer(review=row, verdict=Verdict.AGREE, by=row.person, now=self.now)

    def do_excuse(self, edition):
        row = self.random.choice(list(edition.reviews.all()))
        review.excuse(review=row, reason="Nemoc.", by=self.by, now=self.now)

    def do_reassign(self, edition):
        row = self.random.choice(list(edition.reviews.all()))
        review.reassign(review=row, person=people.person(), by=self.by, now=self.now)

    def do_settle(self, edition):
        row = self.random.choice(list(edition.reviews.filter(verdict=Verdict.RESERVATION)))
        review.settle(review=row, settlement="Doplněno.", by=self.by, now=self.now)

    def do_opine(self, edition):
        row = self.random.choice(list(edition.opinions.filter(verdict="")))
        verdict = self.random.choice([*[Verdict.AGREE] * 4, Verdict.RETURN])
        decision.give_opinion(
            opinion=row,
            verdict=verdict,
            text="Takto.",
            given_on=timezone.localdate(self.now),
            by=self.by,
            now=self.now,
        )

    def do_open_consultation(self, edition):
        first = timezone.localdate(self.now)
        consultation.open_consultation(
            edition=edition, opens_on=first, closes_on=first + timedelta(days=20), by=self.by, now=self.now
        )

    def do_extend(self, edition):
        closes = make.window(edition).closes_on + timedelta(days=self.random.randint(-1, 3))
        consultation.extend(edition=edition, closes_on=closes, by=self.by, now=self.now)

    def do_close(self, edition):
        self.now = max(self.now, make.after_window(edition))
        consultation.close(edition=edition, by=self.by, now=self.now)

    def do_comment(self, edition):
        text = f"Připomínka {self.random.random()}"
        comments.submit(
            consultation=make.window(edition), text=text, part_key="", part_label="vše", now=self.now
        )

    def do_settle_comments(self, edition):
        for row in edition.document.comments.filter(state=CommentState.RECEIVED):
            comments.settle(
                comment=row,
                state=CommentState.NOTED,
                reason="Děkujeme.",
                by=self.by,
                now=self.now,
                read_at=row.revision,
            )

    def do_start_settlement(self, edition):
        editions.start_settlement(edition=edition, by=self.by, now=self.now)

    def do_submit_for_approval(self, edition):
        approval.submit_for_approval(edition=edition, by=self.by, now=self.now)

    def do_decide(self, edition):
        rows = make.open_decisions(edition) if self.random.random() < 0.8 else list(edition.decisions.all())
        row = self.random.choice(rows)
        good = [Outcome(o) for o in row.required_outcomes]
        outcome = self.random.choice([*good, *good, *good, *Outcome])
        decision.record(
            decision=row,
            outcome=outcome,
            decided_on=timezone.localdate(self.now),
            changes="bod 3" if outcome == Outcome.APPROVES_WITH_CHANGES else "",
            number=self.random.choice(["", f"{self.random.randint(1, 60)}/26"]),
            by=self.by,
            now=self.now,
            read_at=row.revision,
        )

    def do_freeze_amended(self, edition):
        row = self.random.choice([d for d in edition.decisions.all() if d.awaits_amended_text])
        content.add_item(
            edition=edition, parent=None, by=self.by, now=self.now, values={"title": f"Změna {self.now}"}
        )
        decision.freeze_amended(decision=row, by=self.by, now=self.now)

    def do_adopt(self, edition):
        approval.adopt(edition=edition, by=self.by, now=self.now)

    def do_reject(self, edition):
        approval.reject(edition=edition, reason="Ne.", by=self.by, now=self.now)

    def do_return(self, edition):
        editions.return_for_rework(edition=edition, reason="Doplnit.", by=self.by, now=self.now)

    def do_withdraw(self, edition):
        if self.random.random() < 0.15:
            editions.withdraw(edition=edition, reason="Nebude.", by=self.by, now=self.now)

    def do_start(self, edition):
        if self.plan.editions.in_preparation().exists() and self.random.random() < 0.9:
            return
        kind = self.random.choice([EditionKind.ORIGINAL, EditionKind.UPDATE, EditionKind.EXTENSION])
        new = editions.start(plan=self.plan, kind=kind, path=edition.path, by=self.by, now=self.now)
        content.add_item(edition=new, parent=None, by=self.by, now=self.now, values={"title": "Priorita"})
        first = timezone.localdate(self.now)
        last = first + timedelta(days=4000) if kind == EditionKind.EXTENSION else None
        approval.set_validity(edition=new, valid_from=first, valid_to=last, by=self.by, now=self.now)

    def do_appoint(self, _edition):
        plan = type(self.plan).objects.get(pk=self.plan.pk)
        deputy = self.random.choice([None, *self.people])
        plans.appoint(plan=plan, people={"deputy": deputy}, read_at=plan.revision, by=self.by, now=self.now)

    def do_sweep(self, _edition):
        self.now += timedelta(days=self.random.randint(0, 12))
        clock.sweep(now=self.now)

    # --- the walk ---------------------------------------------------------------------------------

    def _some_edition(self) -> Edition:
        """Choose an edition, mostly one that is under way."""
        rows = self.plan.editions.select_related("path", "document", "plan").order_by("pk")
        under_way = [e for e in rows if e.state in WITHDRAWABLE or e.state == S.ADOPTED]
        return self.random.choice(under_way if under_way and self.random.random() < 0.9 else list(rows))

    def step(self) -> str:
        """Do one random deed; a refusal is an answer too, anything else is a fault."""
        self.now += timedelta(minutes=self.random.randint(1, 600))
        if not self.plan.editions.exclude(state=S.WITHDRAWN).exists():
            again = f"Komunitní plán {self.territory.plans.count() + 1}"
            self.plan = make.drafted(self.on, territory=self.territory, now=self.now, title=again).plan
        self.by = self.plan.coordinator
        edition = self._some_edition()
        deeds = [name for name in dir(type(self)) if name.startswith("do_")]
        if self.random.random() < 0.65:
            deeds = [f"do_{name}" for name in ONWARD[edition.state]]
        name = self.random.choice(deeds)
        try:
            with transaction.atomic():
                getattr(self, name)(edition)
        except (Refused, LookupError, make.Consultation.DoesNotExist) as refusal:
            self.refused[f"{name} {type(refusal).__name__}"] += 1
        else:
            self.done[name] += 1
        return name


def misfits() -> list[str]:
    """Say where law and errand differ, in the whole database."""
    found = [f"task {t.pk} in error" for t in Task.objects.filter(status=STATUS.ERROR)]
    live: dict[int, list[StageProcess]] = {}
    for process in StageProcess.objects.filter(status=PROCESS.NEW):
        live.setdefault(process.edition_id, []).append(process)
    for edition in Edition.objects.order_by("pk"):
        running = live.pop(edition.pk, [])
        wanted = [STAGE[edition.state]] if edition.state in STAGE else []
        if [p.flow_class for p in running] != wanted:
            found.append(f"{edition.pk} {edition.state}: {[p.flow_class for p in running]}")
        found += [problem for process in running for problem in misfits_of(edition, process)]
    return found + [f"stage of nothing {pk}" for pk in live]


def misfits_of(edition: Edition, process: StageProcess) -> list[str]:
    """Compare who is asked with what is open: each open row has its one question and nothing else has."""
    tasks = Task.objects.filter(process=process, status__in=OPEN_STATUSES, flow_task_type="HUMAN")
    asked = sorted(str(task.data or task.flow_task.name) for task in tasks)
    rows: list[str] = []
    if edition.state == S.TRIAD_REVIEW:
        rows = [str({"review": r.pk}) for r in make.asked(edition)] or ["decide"]
    elif edition.state == S.COUNCIL_APPROVAL:
        rows = [str({"decision": d.pk}) for d in edition.decisions.all() if d.is_open] or ["conclude"]
    else:
        rows = ["work"]
    return [] if asked == sorted(rows) else [f"{edition.pk} {edition.state}: asked {asked}, open {rows}"]
