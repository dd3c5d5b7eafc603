"""Each person's work list: what waits for them, what waits for others, in a constant number of queries."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from viewflow.workflow import PROCESS, STATUS
from viewflow.workflow.models import Task

from documents.enums import ConfirmationState
from documents.models import Confirmation
from people.models import Person
from workflows.enums import EditionState as S
from workflows.models import Decision, Edition
from workflows.models.edition import BEFORE_ADOPTION

WEEK = dt.timedelta(days=7)
PLANS_SHOWN = 5
# What a person is asked in each node of the stage flows: the title, the button, the page, the icon.
ASKED = {
    "work:drafting": (
        gettext_lazy("Napsat text a předat ho dál"),
        gettext_lazy("Otevřít"),
        "text",
        "pencil-square",
    ),
    "work:settlement": (
        gettext_lazy("Vypořádat připomínky"),
        gettext_lazy("Vypořádat"),
        "comments",
        "chat-left-text",
    ),
    "answer": (
        gettext_lazy("Vyjádřit se za triádu"),
        gettext_lazy("Vyjádřit se"),
        "review-answer",
        "file-earmark-check",
    ),
    "decide": (
        gettext_lazy("Rozhodnout, co dál po vyjádření triády"),
        gettext_lazy("Otevřít"),
        "triad",
        "signpost-split",
    ),
    "record": (gettext_lazy("Zapsat rozhodnutí orgánu"), gettext_lazy("Zapsat"), "approval", "bank"),
    "conclude": (gettext_lazy("Uzavřít schvalování"), gettext_lazy("Otevřít"), "approval", "check2-square"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do: what, about what, until when, where."""

    title: str
    kind: str
    about: str
    url: str
    button: str
    icon: str
    due: dt.date | None = None
    person: Person | None = None

    def days_late(self, today: dt.date) -> int:
        return (today - self.due).days if self.due else 0


@dataclass(slots=True)
class Work:
    """A person's entries by urgency, and what they wait for."""

    today: dt.date
    entries: list[Entry] = field(default_factory=list)
    waiting: list[Entry] = field(default_factory=list)
    plans: list[Edition] = field(default_factory=list)

    def sorted(self) -> list[Entry]:
        return sorted(self.entries, key=lambda e: (e.due or dt.date.max, e.title, e.url))

    @property
    def late(self) -> list[Entry]:
        return [e for e in self.sorted() if e.due and e.due < self.today]

    @property
    def soon(self) -> list[Entry]:
        return [e for e in self.sorted() if e.due and self.today <= e.due <= self.today + WEEK]

    @property
    def later(self) -> list[Entry]:
        return [e for e in self.sorted() if not e.due or e.due > self.today + WEEK]


def open_tasks() -> QuerySet[Task]:
    """Return the stage tasks that wait for anybody, with the edition and plan that they are about."""
    tasks: QuerySet[Task] = Task.objects.filter(
        flow_task_type="HUMAN",
        status__in=[STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED],
        process__status=PROCESS.NEW,
        process__stageprocess__isnull=False,
    )
    return tasks


def tasks_of(person: Person) -> QuerySet[Task]:
    rows = open_tasks().filter(owner=person)
    return rows.select_related("process__stageprocess__edition__plan")


def tasks_about(person: Person) -> list[Task]:
    """Return the open tasks of a person and of the plans that the person runs or stands in for."""
    plan = "process__stageprocess__edition__plan"
    mine = Q(owner=person) | Q(**{f"{plan}__deputy": person}) | Q(**{f"{plan}__coordinator": person})
    rows = open_tasks().filter(mine).select_related(plan, "owner")
    return list(rows.order_by("process__stageprocess__edition__due_on", "pk"))


def key_of(task: Task) -> str:
    """Name the node of a task; drafting and settlement call theirs alike."""
    name = str(task.flow_task.name)
    if name == "work":
        state = task.process.stageprocess.edition.state
        return "work:settlement" if state == S.SETTLEMENT else "work:drafting"
    return name


def entry_of(task: Task, decisions: dict[int, Decision], person: Person | None = None) -> Entry:
    """Write a stage task as an entry of somebody's list."""
    edition: Edition = task.process.stageprocess.edition
    asked, button, page, icon = ASKED[key_of(task)]
    title = str(asked)
    data = task.data if isinstance(task.data, dict) else {}
    args: list[object] = [edition.plan.slug, edition.pk]
    due = edition.due_on
    if page == "review-answer":
        args.append(data["review"])
    if decision := decisions.get(data.get("decision", 0)):
        body = decision.body.label if decision.body else decision.body_name
        title = _("Zapsat rozhodnutí: %(body)s") % {"body": body}
        due = decision.meeting.held_on if decision.meeting else due
    return Entry(
        title=title,
        kind=str(edition.get_state_display()),
        about=edition.plan.title,
        url=reverse(f"plans:{page}", args=args),
        button=str(button),
        icon=icon,
        due=due,
        person=person,
    )


def decisions_in(tasks: list[Task]) -> dict[int, Decision]:
    """Load the decisions that tasks ask for, in one query."""
    keys = [t.data["decision"] for t in tasks if isinstance(t.data, dict) and "decision" in t.data]
    return Decision.objects.select_related("body", "meeting").in_bulk(keys) if keys else {}


def confirmation_entry(row: Confirmation, person: Person | None = None) -> Entry:
    return Entry(
        title=str(row.get_kind_display()).capitalize(),
        kind=_("Potvrzení"),
        about=row.version.document.title,
        url=reverse("documents:confirmation", args=[row.pk]),
        button=_("Otevřít"),
        icon="file-earmark-check",
        due=row.due_on,
        person=person,
    )


def publishing_entry(edition: Edition) -> Entry:
    return Entry(
        title=_("Zveřejnit schválené znění"),
        kind=_("Zveřejnění"),
        about=edition.plan.title,
        url=reverse("plans:validity", args=[edition.plan.slug, edition.pk]),
        button=_("Zapsat zveřejnění"),
        icon="megaphone",
        due=edition.publish_by,
    )


def runs(person: Person) -> Q:
    """Match the editions that a person runs: as deputy, or as coordinator without one."""
    return Q(plan__deputy=person) | Q(plan__deputy=None, plan__coordinator=person)


def asked_about(person: Person) -> list[Confirmation]:
    """Return the confirmations that a person is asked for, and those that the person asked of others."""
    rows = Confirmation.objects.filter(
        Q(person=person) | Q(requested_by=person), state=ConfirmationState.REQUESTED
    )
    return list(rows.select_related("version__document", "person").defer("version__snapshot"))


def editions_about(person: Person) -> list[Edition]:
    """Return the editions that a person runs and that are under way, or adopted and not yet published."""
    unpublished = Q(state__in=[S.ADOPTED, S.EFFECTIVE], published_on=None, publish_by__isnull=False)
    rows = Edition.objects.filter(runs(person), Q(state__in=BEFORE_ADOPTION) | unpublished)
    return list(rows.select_related("plan").order_by("due_on", "pk"))


def work_of(person: Person, today: dt.date) -> Work:
    """Return everything that waits for a person and for which a person waits, in at most four queries."""
    work = Work(today)
    tasks, asked, editions = tasks_about(person), asked_about(person), editions_about(person)
    decisions = decisions_in(tasks)
    work.entries = [
        *(entry_of(task, decisions) for task in tasks if task.owner_id == person.pk),
        *(confirmation_entry(row) for row in asked if row.person_id == person.pk),
        *(publishing_entry(edition) for edition in editions if edition.state not in BEFORE_ADOPTION),
    ]
    work.waiting = [
        *(entry_of(task, decisions, task.owner) for task in tasks if task.owner_id != person.pk),
        *(confirmation_entry(row, row.person) for row in asked if row.person_id != person.pk),
    ]
    work.plans = [edition for edition in editions if edition.state in BEFORE_ADOPTION][:PLANS_SHOWN]
    return work


def count_of(person: Person) -> int:
    """Count what waits for a person, for the navigation, in one query."""
    asked = Confirmation.objects.filter(state=ConfirmationState.REQUESTED, person=person)
    tasks = open_tasks().filter(owner=person).order_by()
    return int(tasks.values("pk").union(asked.order_by().values("pk"), all=True).count())
