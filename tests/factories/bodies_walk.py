"""A walk of random deeds over the meetings of one body, their minutes and tasks, in whatever order."""

from collections import Counter
from datetime import datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from bodies.actions import (
    action_check,
    action_item,
    action_reminder,
    action_term,
    agenda,
    answer,
    attendance,
    ballot,
    convening,
    invitations,
    minutes_reminder,
    record,
    remark,
    resolution,
    session,
)
from bodies.actions import meeting as meetings
from bodies.actions import minutes as minute
from bodies.actions.resolution import Point
from bodies.enums import (
    ActionState,
    AnswerChannel,
    AnswerValue,
    Attendance,
    Due,
    MeetingState,
    RemarkState,
    Verb,
)
from bodies.models import (
    ActionItem,
    AgendaItem,
    Meeting,
    Minutes,
    Participant,
    Remark,
    Stay,
)
from documents.actions import confirmation as confirmations
from documents.models import Confirmation
from people.enums import LetterState
from people.errors import Refused
from people.models import JournalEntry, Letter
from tests.factories import bodies as make
from tests.factories import people

M = MeetingState
MOVES = {
    "meeting.convene": {(M.PLANNED, M.CONVENED)},
    "meeting.reschedule": {(M.CONVENED, M.CONVENED)},
    "meeting.begin": {(M.CONVENED, M.IN_SESSION)},
    "meeting.end": {(M.IN_SESSION, M.HELD)},
    "meeting.close": {(M.HELD, M.CLOSED)},
    "meeting.cancel": {(one, M.CANCELLED) for one in (M.PLANNED, M.CONVENED, M.IN_SESSION)},
    "minutes.circulate": {("writing", "comments")},
    "minutes.submit": {("writing", "verification"), ("comments", "verification")},
    "minutes.verify": {("verification", "verified")},
    "minutes.publish": {("verified", "published")},
    "minutes.reopen": {("comments", "writing"), ("verification", "writing")},
}
ONWARD = {
    M.PLANNED: ["convene", "convene", "add_item"],
    M.CONVENED: ["answer", "answer", "reschedule", "come", "begin", "begin", "guest", "sweep"],
    M.IN_SESSION: [*["come", "take_up", "vote", "resolve", "write", "check"] * 2, "leave", "end"],
    M.HELD: ["write", "circulate", "remark", "settle", "submit", "submit", "confirm", "confirm", "publish"],
    M.CLOSED: ["plan", "plan", "assign", "take_up_task", "report", "accept", "extend", "want"],
    M.CANCELLED: ["plan"],
}


class Walk:
    """One body, its people and a clock; `step` does one deed, `misfits` says what does not fit."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.by = people.person()
        self.body = make.body(kind="college", organiser=self.by)
        make.rules(self.body, verifier_count=1, comment_days=self.random.choice([0, 3]), quorum="none")
        self.people = [make.member(self.body) for _ in range(4)]
        self.substitute = make.mandate(self.body.seats.first(), is_substitute=True).person
        self.now = make.at(make.date(2026, 9, 7))
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    @property
    def said(self):
        return {"by": self.by, "now": self.now}

    def one(self, rows):
        return self.random.choice(list(rows.order_by("pk")))

    def item(self, meeting) -> AgendaItem:
        return self.one(meeting.items.select_related("meeting__body", "body"))

    def discussed(self, meeting) -> AgendaItem:
        """Choose the item that is on, sometimes another one."""
        current = meeting.items.select_related("meeting__body", "body").filter(progress="current")
        return self.one(current) if self.random.random() < 0.8 else self.item(meeting)

    def invited(self, meeting) -> Participant:
        return self.one(meeting.participants.select_related("meeting", "person", "seat"))

    def minutes(self, meeting) -> Minutes:
        return self.one(Minutes.objects.select_related("meeting__body").filter(meeting=meeting))

    def task(self) -> ActionItem:
        return self.one(self.body.action_items.select_related("body", "responsible", "organisation"))

    # --- meetings -----------------------------------------------------------------------------------

    def do_plan(self, _meeting):
        day = timezone.localdate(self.now) + timedelta(days=self.random.randint(1, 30))
        starts_at = timezone.make_aware(datetime.combine(day, time(9)))
        made = meetings.plan(
            body=self.body,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            place="Turnov",
            **self.said,
        )
        agenda.standing(meeting=made, **self.said)

    def do_add_item(self, meeting):
        agenda.add(meeting=meeting, title=f"Bod {self.now:%H%M}", **self.said)

    def do_withdraw_item(self, meeting):
        agenda.withdraw(item=self.item(meeting), reason="Není připraveno.", **self.said)

    def do_carry(self, meeting):
        agenda.carry_over(item=self.item(meeting), to=None, **self.said)

    def do_convene(self, meeting):
        convening.convene(meeting=meeting, reason="Spěchá.", **self.said)

    def do_reschedule(self, meeting):
        starts_at = meeting.starts_at + timedelta(days=self.random.randint(-3, 7))
        convening.reschedule(
            meeting=meeting,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            place=meeting.place,
            form=meeting.form,
            remote_url="",
            reason="Nemoc.",
            **self.said,
        )

    def do_cancel(self, meeting):
        if self.random.random() < 0.3:
            convening.cancel(meeting=meeting, reason="Nemoc.", **self.said)

    def do_guest(self, meeting):
        convening.uninvite(participant=self.invited(meeting), **self.said)

    def do_sync(self, meeting):
        invitations.sync(meeting=meeting, **self.said)

    def do_answer(self, meeting):
        answer.give(
            participant=self.invited(meeting),
            value=self.random.choice(list(AnswerValue)),
            channel=self.random.choice([AnswerChannel.LINK, AnswerChannel.MAIL, AnswerChannel.TYPED]),
            deputy_name=self.random.choice(["", "Ivana Krátká"]),
            deputy=self.random.choice([None, None, self.substitute]),
            sequence=self.random.choice([None, 0, meeting.sequence]),
            said_at=self.now - timedelta(hours=self.random.randint(-5, 50)),
            **self.said,
        )

    # --- the session --------------------------------------------------------------------------------

    def do_begin(self, meeting):
        if self.random.random() < 0.7:
            self.now = max(self.now, meeting.starts_at)
        chosen = self.random.sample(self.people, 1)
        session.begin(meeting=meeting, chair=self.by, verifiers=chosen, **self.said)

    def do_come(self, meeting):
        attendance.arrive(participant=self.invited(meeting), at=self.now, **self.said)

    def do_mark(self, meeting):
        kind = self.random.choice(list(Attendance))
        attendance.mark(participant=self.invited(meeting), attendance=kind, at=self.now, **self.said)

    def do_leave(self, meeting):
        attendance.leave(participant=self.invited(meeting), at=self.now, **self.said)

    def do_take_up(self, meeting):
        session.take_up(item=self.item(meeting), interrupts=self.random.random() < 0.3, **self.said)

    def do_postpone(self, meeting):
        deed = self.random.choice([session.postpone, session.interrupt, session.finish])
        deed(item=self.item(meeting), **self.said)

    def do_vote(self, meeting):
        votes = {"votes_for": self.random.randint(0, 3), "votes_against": self.random.randint(0, 1)}
        subject = self.random.choice(["output", "output", "amendment", "late_item"])
        words = {"subject": subject, "kind": "hands", "wording": "Návrh.", "abstained": 0}
        ballot.take(item=self.discussed(meeting), **votes, **words, **self.said)

    def do_resolve(self, meeting):
        item = self.discussed(meeting)
        due_on = timezone.localdate(self.now) + timedelta(days=20)
        points = [
            Point(Verb.RECOMMENDS, "uspořádat konferenci"),
            Point(Verb.ASSIGNS, "sehnat sál", responsible=self.people[0], due=Due.DAY, due_on=due_on),
        ]
        vote = item.ballots.filter(resolution=None).last()
        told = {"title": "Věc", "consensus": "" if vote else "Nikdo nebyl proti."}
        resolution.record(item=item, ballot=vote, points=points, **told, **self.said)

    def do_write(self, meeting):
        item = self.item(meeting)
        record.save(item=item, text=f"Text {self.now}", read_at=item.record_revision, **self.said)

    def do_end(self, meeting):
        session.end(meeting=meeting, **self.said)

    # --- minutes ------------------------------------------------------------------------------------

    def do_circulate(self, meeting):
        minute.circulate(minutes=self.minutes(meeting), **self.said)

    def do_remark(self, meeting):
        person = self.random.choice(self.people)
        remark.add(minutes=self.minutes(meeting), person=person, text="Jinak.", by=person, now=self.now)

    def do_settle(self, meeting):
        row = self.one(Remark.objects.filter(minutes__meeting=meeting))
        state = self.random.choice([RemarkState.ACCEPTED, RemarkState.REJECTED])
        remark.settle(remark=row, state=state, reason="Ne.", seen=row.state, **self.said)

    def do_submit(self, meeting):
        if self.random.random() < 0.5:
            self.now += timedelta(days=4)
        chosen = self.random.sample(self.people, self.random.randint(0, 2))
        minute.submit(minutes=self.minutes(meeting), verifiers=chosen or None, **self.said)

    def do_confirm(self, meeting):
        rows = Confirmation.objects.select_related("version", "person")
        one = self.one(rows.filter(version__document=self.minutes(meeting).document_id))
        if self.random.random() < 0.8:
            confirmations.confirm(confirmation=one, digest=one.version.digest, by=one.person, now=self.now)
        else:
            confirmations.decline(confirmation=one, text="Chyba.", by=one.person, now=self.now)

    def do_reopen(self, meeting):
        minute.reopen(minutes=self.minutes(meeting), reason="Chyba.", **self.said)

    def do_publish(self, meeting):
        minute.publish(minutes=self.minutes(meeting), **self.said)

    # --- tasks --------------------------------------------------------------------------------------

    def do_assign(self, _meeting):
        due = self.random.choice(list(Due))
        due_on = timezone.localdate(self.now) + timedelta(days=9) if due == Due.DAY else None
        who = {"responsible": self.random.choice(self.people)}
        action_item.assign(body=self.body, text="Zjistit.", due=due, due_on=due_on, **who, **self.said)

    def do_take_up_task(self, _meeting):
        action_item.take_up(item=self.task(), **self.said)

    def do_report(self, _meeting):
        action_item.report(item=self.task(), text="Hotovo.", **self.said)

    def do_accept(self, _meeting):
        action_item.accept(item=self.task(), **self.said)

    def do_send_back(self, _meeting):
        action_item.send_back(item=self.task(), reason="Chybí.", **self.said)

    def do_end_task(self, _meeting):
        deed = self.random.choice([action_item.cancel, action_item.reopen])
        deed(item=self.task(), reason="Jinak.", **self.said)

    def do_extend(self, _meeting):
        day = timezone.localdate(self.now) + timedelta(days=self.random.randint(1, 20))
        action_item.extend(item=self.task(), due=Due.DAY, due_on=day, reason="Čas.", **self.said)

    def do_want(self, _meeting):
        day = timezone.localdate(self.now) + timedelta(days=self.random.randint(1, 40))
        action_term.want(item=self.task(), due_on=day, reason="Čas.", **self.said)

    def do_reassign(self, _meeting):
        to = self.random.choice(self.people)
        action_item.reassign(item=self.task(), to=to, reason="Nemoc.", **self.said)

    def do_check(self, meeting):
        found = self.random.choice([ActionState.IN_PROGRESS, ActionState.DONE, ActionState.CANCELLED])
        check = {"found": found, "note": "Zjištěno."}
        action_check.record(action_item=self.task(), item=self.item(meeting), **check, **self.said)

    def do_sweep(self, _meeting):
        self.now += timedelta(days=self.random.randint(0, 5))
        convening.sweep(now=self.now)
        minutes_reminder.remind(now=self.now)
        action_reminder.remind(now=self.now)
        action_term.follow_meetings(now=self.now)

    def do_post(self, _meeting):
        """Let the letters that wait leave."""
        waiting = Letter.objects.filter(state=LetterState.QUEUED)
        waiting.update(state=LetterState.SENT, next_at=None, sent_at=self.now)

    # --- the walk -----------------------------------------------------------------------------------

    def step(self) -> str:
        """Do one random deed; a refusal is an answer too, anything else is a fault."""
        self.now += timedelta(minutes=self.random.randint(1, 300))
        rows = Meeting.objects.select_related("body__organiser").filter(body=self.body).order_by("-pk")[:3]
        meeting = self.random.choice([*rows, rows[0]]) if rows else None
        deeds = [name for name in dir(type(self)) if name.startswith("do_")]
        if meeting is not None and self.random.random() < 0.7:
            deeds = [f"do_{name}" for name in ONWARD[MeetingState(meeting.state)]]
        name = self.random.choice(deeds) if meeting is not None else "do_plan"
        try:
            with transaction.atomic():
                getattr(self, name)(meeting)
        except (Refused, LookupError) as refusal:
            self.refused[f"{name} {type(refusal).__name__}"] += 1
        else:
            self.done[name] += 1
        return name


def misfits() -> list[str]:
    """Say what does not fit in the whole database: moves, letters, items, stays and answers."""
    return [*wrong_moves(), *needless_letters(), *crowded(), *unsound_answers()]


def wrong_moves() -> list[str]:
    """Find moves that no machine knows, and states that the last move does not explain."""
    found = []
    last: dict[tuple[str, int], str] = {}
    for entry in JournalEntry.objects.filter(kind__in=MOVES).order_by("pk"):
        before, after = entry.data["from"], entry.data["to"]
        key = (entry.subject_kind, entry.subject_id)
        if (before, after) not in MOVES[entry.kind]:
            found.append(f"{entry.kind}: {before} → {after}")
        if last.get(key, before) != before:
            found.append(f"{entry.kind} from {before}, it was {last[key]}")
        last[key] = after
    states = {("meeting", one.pk): one.state for one in Meeting.objects.all()}
    states |= {("minutes", one.pk): one.state for one in Minutes.objects.all()}
    found += [
        f"{key} is {states[key]}, it moved to {state}" for key, state in last.items() if states[key] != state
    ]
    for one in Meeting.objects.select_related("minutes"):
        state = one.minutes.state if hasattr(one, "minutes") else ""
        if (one.state in (M.HELD, M.CLOSED)) != bool(state) or (one.state == M.CLOSED) != (
            state == "published"
        ):
            found.append(f"meeting {one.pk} {one.state} with minutes {state}")
    return found


def needless_letters() -> list[str]:
    """Find letters that would still leave about a cancelled meeting or to do a task that has ended."""
    waiting = Letter.objects.filter(state=LetterState.QUEUED)
    over = Participant.objects.filter(meeting__state=M.CANCELLED).values("pk")
    invitations_left = waiting.filter(cause_kind="participant", cause_id__in=over)
    stale = invitations_left.exclude(template__contains="cancelled")
    done = ActionItem.objects.filter(state__in=[ActionState.DONE, ActionState.CANCELLED]).values("pk")
    asked = waiting.filter(cause_kind="action_item", cause_id__in=done)
    asked = asked.filter(template__regex="task_(assigned|reminder|late)")
    return [f"{one.template} waits for {one.cause_kind} {one.cause_id}" for one in [*stale, *asked]]


def crowded() -> list[str]:
    """Find two current items of a meeting, two open stays of a person, stays after the end."""
    found = []
    for meeting in Meeting.objects.all():
        current = meeting.items.filter(progress="current").count()
        if current > (meeting.state == M.IN_SESSION):
            found.append(f"meeting {meeting.pk} {meeting.state} has {current} current items")
    open_stays = Counter(Stay.objects.filter(left_at=None).values_list("participant", flat=True))
    found += [f"{pk} has {n} open stays" for pk, n in open_stays.items() if n > 1]
    late = Stay.objects.filter(left_at=None, participant__meeting__state__in=[M.HELD, M.CLOSED])
    return found + [f"stay {one.pk} is open after the end" for one in late]


def unsound_answers() -> list[str]:
    """Find invitations whose answer is not the one of their history."""
    found = []
    for one in Participant.objects.prefetch_related("answers"):
        applied = [row.value for row in one.answers.all() if row.fate == "applied"]
        if applied != ([one.answer] if one.answer else []):
            found.append(f"invitation {one.pk} says {one.answer or 'nothing'}, its history {applied}")
    return found
