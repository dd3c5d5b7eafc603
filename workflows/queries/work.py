"""Each person's work list: what waits for them, what waits for others, in a constant number of queries."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import CharField, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from viewflow.workflow import PROCESS, STATUS
from viewflow.workflow.models import Task

from bodies.queries import work as meetings
from documents.enums import ConfirmationState
from documents.models import Confirmation
from people.models import Person
from workflows.enums import EditionKind
from workflows.enums import EditionState as S
from workflows.models import Decision, Edition
from workflows.models.edition import BEFORE_ADOPTION
from workflows.queries import duty, inputs

WEEK = dt.timedelta(days=7)
PLANS_SHOWN = 5
UNPUBLISHED = Q(state__in=[S.ADOPTED, S.EFFECTIVE], published_on=None, publish_by__isnull=False)
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


# What bodies ask for, by kind: the title (a task and its check say their own), what it is, the page, the
# button, the icon.
BODIES = {
    meetings.INVITATION: (
        gettext_lazy("Odpovědět na pozvánku"),
        gettext_lazy("Pozvánka"),
        "meetings:answer",
        gettext_lazy("Odpovědět"),
        "envelope",
    ),
    meetings.REMARK: (
        gettext_lazy("Přečíst zápis a případně se k němu vyjádřit"),
        gettext_lazy("Zápis"),
        "meetings:minutes",
        gettext_lazy("Otevřít"),
        "journal-text",
    ),
    meetings.VOTE: (
        "",
        gettext_lazy("Hlasování mimo jednání"),
        "rounds:detail",
        gettext_lazy("Hlasovat"),
        "hand-thumbs-up",
    ),
    meetings.POLL: (
        "",
        gettext_lazy("Hledání termínu"),
        "meetings:poll",
        gettext_lazy("Vybrat termíny"),
        "calendar-range",
    ),
    meetings.TASK: ("", gettext_lazy("Úkol"), "tasks:detail", gettext_lazy("Otevřít"), "list-check"),
    meetings.CHECK: ("", gettext_lazy("Ke kontrole"), "tasks:detail", gettext_lazy("Zkontrolovat"), "eye"),
    meetings.MINUTES: (
        gettext_lazy("Dopsat zápis a předat ho dál"),
        gettext_lazy("Zápis"),
        "meetings:minutes",
        gettext_lazy("Otevřít"),
        "pencil-square",
    ),
    meetings.MAIL: (
        gettext_lazy("Roztřídit došlou poštu k jednáním"),
        gettext_lazy("Došlá pošta"),
        "meetings:mail",
        gettext_lazy("Otevřít"),
        "inbox",
    ),
    meetings.WAITING: ("", gettext_lazy("Úkol"), "tasks:detail", gettext_lazy("Otevřít"), "list-check"),
    duty.DUTY: ("", gettext_lazy("Povinnost"), "duties:detail", gettext_lazy("Otevřít"), "bank"),
    inputs.REPORTS: (
        gettext_lazy("Podat hlášení o plnění"),
        gettext_lazy("Podklady"),
        "plans:input-fill",
        gettext_lazy("Vyplnit"),
        "clipboard-data",
    ),
    inputs.PROPOSALS: (
        gettext_lazy("Navrhnout, co má být v plánu"),
        gettext_lazy("Podklady"),
        "plans:input-fill",
        gettext_lazy("Vyplnit"),
        "lightbulb",
    ),
    inputs.CONCLUDE: (
        gettext_lazy("Projít odpovědi a uzavřít sběr"),
        gettext_lazy("Podklady"),
        "plans:input-round",
        gettext_lazy("Otevřít"),
        "check2-square",
    ),
    inputs.WAITING: (
        gettext_lazy("Čeká se na podklady realizátorů a obcí"),
        gettext_lazy("Podklady"),
        "plans:input-round",
        gettext_lazy("Otevřít"),
        "hourglass-split",
    ),
}
AWAITED = (*meetings.AWAITED, duty.DUTY, inputs.REPORTS, inputs.PROPOSALS, inputs.CONCLUDE)
OTHERS = (meetings.WAITING, inputs.WAITING)
LONGEST_TITLE = 120


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


@dataclass(frozen=True, slots=True)
class Errand:
    """A stage task with what a list says of it; lighter than the five models that it is read from."""

    node: str
    data: dict[str, int]
    state: str
    due_on: dt.date | None
    edition: int
    named: tuple[str, int | None, int]
    slug: str
    title: str
    owner: Person | None

    @property
    def about(self) -> str:
        """Name the plan, and which of its editions the errand is about when it is not the first."""
        kind, year, number = self.named
        if kind == EditionKind.ORIGINAL:
            return self.title
        return f"{self.title}, {Edition(kind=kind, year=year, number=number).label}"

    @property
    def name(self) -> str:
        """Name of the node; drafting and settlement call theirs alike."""
        if self.node == "work":
            return "work:settlement" if self.state == S.SETTLEMENT else "work:drafting"
        return self.node


EDITION = "process__stageprocess__edition"
PERSON_NAME = ("title_before", "first_name", "last_name", "title_after")


def errands(rows: QuerySet[Task]) -> list[Errand]:
    """Read tasks with what they are about, in one query."""
    columns = rows.order_by(f"{EDITION}__due_on", "pk").values_list(
        "flow_task",
        "data",
        f"{EDITION}__state",
        f"{EDITION}__due_on",
        f"{EDITION}__pk",
        f"{EDITION}__kind",
        f"{EDITION}__year",
        f"{EDITION}__number",
        f"{EDITION}__plan__slug",
        f"{EDITION}__plan__title",
        "owner",
        *(f"owner__{name}" for name in PERSON_NAME),
    )
    found = []
    for node, data, state, due_on, edition, kind, year, number, slug, title, owner, *name in columns:
        person = Person(pk=owner, **dict(zip(PERSON_NAME, name, strict=True))) if owner else None
        known = data if isinstance(data, dict) else {}
        named = (kind, year, number)
        found.append(Errand(str(node.name), known, state, due_on, edition, named, slug, title, person))
    return found


def tasks_of(person: Person) -> list[Errand]:
    return errands(open_tasks().filter(owner=person))


def tasks_about(person: Person) -> list[Errand]:
    """Return the open tasks of a person and of the plans that the person runs or stands in for."""
    mine = Q(owner=person)
    for role in ("deputy", "coordinator"):
        mine |= Q(**{f"{EDITION}__plan__{role}": person})
    return errands(open_tasks().filter(mine))


@lru_cache(maxsize=10_000)
def address(page: str, *args: object) -> str:
    """Return the address of a page; a long list asks for a hundred of them each time it is drawn."""
    return reverse(page, args=args)


def entry_of(task: Errand, decisions: dict[int, Decision], person: Person | None = None) -> Entry:
    """Write a stage task as an entry of somebody's list."""
    asked, button, page, icon = ASKED[task.name]
    title = str(asked)
    args: list[object] = [task.slug, task.edition]
    due = task.due_on
    if page == "review-answer":
        args.append(task.data["review"])
    if decision := decisions.get(task.data.get("decision", 0)):
        body = decision.body.label if decision.body else decision.body_name
        title = _("Zapsat rozhodnutí: %(body)s") % {"body": body}
        due = decision.meeting.held_on if decision.meeting else due
    return Entry(
        title=title,
        kind=str(S(task.state).label),
        about=task.about,
        url=address(f"plans:{page}", *args),
        button=str(button),
        icon=icon,
        due=due,
        person=person,
    )


def decisions_in(tasks: list[Errand]) -> dict[int, Decision]:
    """Load the decisions that tasks ask for, in one query."""
    keys = [task.data["decision"] for task in tasks if "decision" in task.data]
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


def meeting_entry(row: meetings.Row) -> Entry:
    """Write what a body asks for as an entry of somebody's list."""
    title, kind, page, button, icon = BODIES[row.kind]
    said = row.title if len(row.title) <= LONGEST_TITLE else f"{row.title[:LONGEST_TITLE]}…"
    said = said[:1].upper() + said[1:]  # a task continues a sentence of a resolution: "ukládá … zveřejnit"
    named = row.first_name or row.last_name
    return Entry(
        title=str(title) or said,
        kind=str(kind),
        about=f"{row.body}, {said}" if title and said else row.body,
        url=address(page) if row.kind == meetings.MAIL else address(page, row.key),
        button=str(button),
        icon=icon,
        due=row.due,
        person=Person(first_name=row.first_name, last_name=row.last_name) if named else None,
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
    """Return the editions that a person runs: the first that are under way, and those to be published."""
    own = Edition.objects.filter(runs(person))
    first = own.filter(state__in=BEFORE_ADOPTION).order_by("due_on", "pk").values("pk")[:PLANS_SHOWN]
    rows = own.filter(Q(pk__in=first) | UNPUBLISHED)
    shown = ("kind", "year", "number", "state", "due_on", "publish_by", "plan__slug", "plan__title")
    return list(rows.select_related("plan").only(*shown).order_by("due_on", "pk"))


def work_of(person: Person, now: dt.datetime) -> Work:
    """Return everything that waits for a person and for which a person waits, in at most five queries."""
    work = Work(timezone.localdate(now))
    rows = meetings.rows_of(person, now, duty.rows_of(person, now), *inputs.work_rows(person, now))
    tasks, asked, editions = tasks_about(person), asked_about(person), editions_about(person)
    decisions = decisions_in(tasks)
    work.entries = [
        *(entry_of(task, decisions) for task in tasks if task.owner == person),
        *(confirmation_entry(row) for row in asked if row.person_id == person.pk),
        *(publishing_entry(edition) for edition in editions if edition.state not in BEFORE_ADOPTION),
        *(meeting_entry(row) for row in rows if row.kind in AWAITED),
    ]
    work.waiting = [
        *(entry_of(task, decisions, task.owner) for task in tasks if task.owner != person),
        *(confirmation_entry(row, row.person) for row in asked if row.person_id != person.pk),
        *(meeting_entry(row) for row in rows if row.kind in OTHERS),
    ]
    work.waiting.sort(key=lambda e: (e.due or dt.date.max, e.title, e.url))
    work.plans = [edition for edition in editions if edition.state in BEFORE_ADOPTION]
    return work


def counts_of(person: Person, now: dt.datetime) -> Counter[str]:
    """Count what waits for a person by kinds, for the navigation, in one query."""
    asked = Confirmation.objects.filter(state=ConfirmationState.REQUESTED, person=person)
    tasks = open_tasks().filter(owner=person)
    unpublished = Edition.objects.filter(runs(person), UNPUBLISHED)
    own = [rows.order_by().values_list(Value("", CharField())) for rows in (tasks, asked, unpublished)]
    duties = duty.awaited(person, now).order_by().values_list(Value(duty.DUTY, CharField()))
    others = [*own[1:], *meetings.awaited(person, now), duties, *inputs.awaited(person, now)]
    return Counter(kind for (kind,) in own[0].union(*others, all=True))
