"""The session live: its beginning, the minutes as they are written, its end."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from bodies.actions import session as sessions
from bodies.actions.action_check import SITTING
from bodies.enums import (
    BallotSubject,
    ItemState,
    MeetingDeed,
    MeetingState,
    MinutesState,
    Permission,
    StandingItem,
)
from bodies.errors import Miscounted
from bodies.forms.action_item import InlineTaskForm
from bodies.forms.attendance import DeclareForm
from bodies.forms.ballot import BallotForm
from bodies.forms.record import MergeForm, RecordForm
from bodies.forms.resolution import ResolutionForm
from bodies.forms.session import BeginForm, SubstituteForm
from bodies.guards import session as guards
from bodies.guards.attendance import standing
from bodies.guards.ballot import in_words
from bodies.holders import matters
from bodies.models import ActionItem, AgendaItem, Ballot, Meeting, Resolution
from bodies.queries import resolution as register
from bodies.queries import session as queries
from bodies.queries.agenda import rounds_for
from bodies.queries.attendance import Sheet, moment, sheet_of
from bodies.views.action_check import check_rows
from bodies.web import MeetingMixin
from people.errors import Gone
from people.web import ActionMixin, AuthenticatedRequest, FormView, done

OPENED = (MeetingState.IN_SESSION, MeetingState.HELD)


def minutes_state(meeting: Meeting) -> str | None:
    return meeting.minutes.state if hasattr(meeting, "minutes") else None


class ItemMixin(MeetingMixin):
    """A deed about one item of the session; `item` is its key in the address."""

    permission_required = Permission.TAKE_MINUTES
    tab = "minutes"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.item = get_object_or_404(AgendaItem, pk=kwargs["item"], meeting=self.object)
        self.item.meeting = self.object

    def live(self, item: AgendaItem | None = None) -> str:
        """Address of the live page at an item."""
        return f"{self.url('live')}?bod={(item or self.item).pk}"


class LivePage(MeetingMixin, ActionMixin, TemplateView):
    """The page on which a session is led and minuted: programme, the open item, who is there."""

    template_name = "bodies/session/live.html"
    permission_required = Permission.TAKE_MINUTES
    tab = "minutes"
    request: AuthenticatedRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet, steps = sheet_of(self.object), queries.programme(self.object)
        step = self.chosen(steps)
        is_on = self.object.state == MeetingState.IN_SESSION
        context = {
            "steps": steps,
            "step": step,
            "is_on": is_on,
            "may_write": guards.takes_text(self.object, minutes_state(self.object)),
            "verifiers": [one.person for one in self.object.verifiers.select_related("person")],
            **self.of_people(sheet, step.item if step else None),
        }
        if step is not None:
            context |= self.of_item(step, steps, sheet, **kwargs)
        return super().get_context_data(**{**context, **kwargs})

    def chosen(self, steps: list[queries.Step]) -> queries.Step | None:
        """Return the item that the address asks for, else the one that is on."""
        wanted = str(self.kwargs.get("item") or self.request.GET.get("bod", ""))
        asked = next((one for one in steps if str(one.item.pk) == wanted), None)
        return asked or queries.current(steps)

    def of_people(self, sheet: Sheet, item: AgendaItem | None) -> dict[str, Any]:
        at = moment(item, self.object, self.now) if item else self.now
        return {
            "sheet": sheet,
            "standing": standing(sheet, at, item),
            "there": {row.participant.pk for row in sheet.rows if row.is_open},
            "excluded": sheet.excluded(item),
        }

    def of_item(
        self, step: queries.Step, steps: list[queries.Step], sheet: Sheet, **forms: Any
    ) -> dict[str, Any]:
        item = step.item
        item.meeting, item.body = self.object, self.body
        conflicts = list(item.texts.filter(is_conflict=True).select_related("saved_by"))
        return {
            "item": item,
            "elapsed": step.elapsed(self.now),
            "following": queries.following(steps, step),
            "papers": list(item.papers.select_related("file")),
            "record_form": RecordForm(item=item),
            "conflicts": conflicts,
            "merge_form": MergeForm(item=item, texts=conflicts) if conflicts else None,
            "declare_form": forms.get("declare_form") or DeclareForm(rows=sheet.rows),
            "absences": sheet.absences_at(item),
            **self.of_votes(item, sheet, forms.get("ballot_form")),
            **self.of_outputs(item, sheet),
        }

    def of_votes(self, item: AgendaItem, sheet: Sheet, form: BallotForm | None) -> dict[str, Any]:
        rows = item.ballots.select_related("amends").prefetch_related("votes__participant__person")
        ballots = list(rows.order_by("number"))
        voters = sheet.voters(moment(item, self.object, self.now), item)
        return {
            "ballots": [(ballot, in_words(ballot)) for ballot in ballots],
            "is_admitted": guards.is_admitted(item, ballots),
            "ballot_form": form or self.new_ballot(item, voters, ballots),
        }

    def of_outputs(self, item: AgendaItem, sheet: Sheet) -> dict[str, Any]:
        outputs = register.told(Resolution.objects.filter(item=item).order_by("pk"))
        tasks = ActionItem.objects.filter(item=item).select_related("responsible", "organisation")
        parts = matters().parts(item.document) if item.document else ()
        return {
            "outputs": [(row, register.text_of(row)) for row in outputs],
            "output_form": ResolutionForm(item=item, rules=sheet.rules),
            "tasks": list(tasks.order_by("pk")),
            "task_form": InlineTaskForm(parts=parts, auto_id="ukol_%s"),
            **self.of_standing(item),
        }

    def of_standing(self, item: AgendaItem) -> dict[str, Any]:
        """Bring what a standing item deals with: open tasks to check, votes outside a meeting to report."""
        is_check = item.standing == StandingItem.TASK_CHECK
        if item.standing == StandingItem.REPORTS:
            rounds = rounds_for(self.body, item)
        else:
            rounds = item.reported_rounds.order_by("closed_at", "pk")
        return {
            "is_check": is_check,
            "rows": check_rows(self.object) if is_check else [],
            "may_check": self.object.state in SITTING,
            "rounds": list(rounds),
        }

    def new_ballot(self, item: AgendaItem, voters: Any, ballots: list[Ballot]) -> BallotForm:
        """Offer the wording that is on the table: the last amendment that passed, else the proposal."""
        passed = [b for b in ballots if b.subject == BallotSubject.AMENDMENT and b.result == "passed"]
        wording = passed[-1].wording if passed else item.proposed_wording
        late = item.is_late and not guards.is_admitted(item, ballots)
        initial = {
            "wording": _("Zařadit na program bod: %(title)s") % {"title": item.title} if late else wording,
            "subject": BallotSubject.LATE_ITEM if late else BallotSubject.OUTPUT,
        }
        return BallotForm(item=item, voters=voters, ballots=ballots, initial=initial)


class Live(LivePage):
    """Shows the page; what has not begun is begun first, frozen minutes are read elsewhere."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.state in (MeetingState.PLANNED, MeetingState.CONVENED):
            return done(request, "", self.url("session"))
        if self.object.state not in OPENED or minutes_state(self.object) not in (
            None,
            MinutesState.WRITING,
            MinutesState.COMMENTS,
        ):
            return done(request, "", self.url("minutes"))
        if request.GET.get("cast") == "ucast":
            context = MeetingMixin.get_context_data(self)
            item = self.object.items.filter(progress=ItemState.CURRENT).first()
            context |= self.of_people(sheet_of(self.object), item) | {"item": item, "may_write": True}
            return self.response_class(
                request=request, template=["bodies/attendance/panel.html"], context=context
            )
        return super().get(request, *args, **kwargs)


class Begin(MeetingMixin, FormView[BeginForm]):
    """A session begins: who leads it, who writes, who verifies, and whom we expect."""

    request: AuthenticatedRequest
    form_class = BeginForm
    template_name = "bodies/session/begin.html"
    permission_required = Permission.TAKE_MINUTES
    tab = "minutes"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.facts = guards.facts(self.object, self.now)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.state in OPENED:
            return done(request, "", self.url("live"))
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        members = [row.participant.person_id for row in self.facts.sheet.rows]
        more = {"meeting": self.object, "by": self.request.user, "members": members}
        return {**super().get_form_kwargs(), **more}

    def get_initial(self) -> dict[str, Any]:
        return {
            "chair": self.object.chair_id,
            "minute_taker": self.object.minute_taker_id or self.request.user.pk,
            "verifiers": [one.person_id for one in self.object.verifiers.all()],
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing = [b for b in guards.blockers(self.facts, MeetingDeed.BEGIN) if b.code != "chair"]
        return super().get_context_data(
            rows=self.facts.sheet.rows,
            standing=self.facts.standing,
            blockers=missing,
            warnings=guards.warnings(self.facts),
            rules=self.facts.rules,
            may_begin=self.object.state == MeetingState.CONVENED and not missing,
            **kwargs,
        )

    def form_valid(self, form: BeginForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            sessions.begin(
                meeting=self.object,
                by=self.request.user,
                now=self.now,
                chair=data["chair"],
                minute_taker=data["minute_taker"],
                verifiers=list(data["verifiers"]),
            )
        except Miscounted as error:
            form.add_error(error.field, error.message)
            return self.form_invalid(form)
        return done(self.request, _("Jednání je zahájené."), self.url("live"))


class End(MeetingMixin, ActionMixin, TemplateView):
    """A session ends; before that the page says what was not reached."""

    request: AuthenticatedRequest
    template_name = "bodies/session/end.html"
    permission_required = Permission.TAKE_MINUTES
    tab = "minutes"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        steps = queries.programme(self.object)
        left = [s for s in steps if s.item.progress in queries.LEFT and not s.item.is_withdrawn]
        conflicts = self.object.items.filter(texts__is_conflict=True).distinct()
        return super().get_context_data(left=left, conflicts=conflicts, **kwargs)

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        sessions.end(meeting=self.object, by=request.user, now=self.now)
        return done(request, _("Jednání je ukončené, zápis se může dopsat."), self.url("minutes"))


class QuorumLost(MeetingMixin, FormView[SubstituteForm]):
    """A session that can no longer decide ends; its rest goes to a substitute one."""

    request: AuthenticatedRequest
    form_class = SubstituteForm
    template_name = "bodies/session/lost.html"
    permission_required = Permission.RUN_MEETING
    tab = "minutes"

    def get_initial(self) -> dict[str, Any]:
        return {"place": self.object.place}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = guards.facts(self.object, self.now)
        return super().get_context_data(
            standing=facts.standing,
            rules=facts.rules,
            blockers=guards.blockers(facts, "lose_quorum"),
            **kwargs,
        )

    def form_valid(self, form: SubstituteForm) -> HttpResponse:
        try:
            made = sessions.lose_quorum(
                meeting=self.object, by=self.request.user, now=self.now, **form.cleaned_data
            )
        except Miscounted as error:
            form.add_error(error.field, error.message)
            return self.form_invalid(form)
        self.object = made
        return done(
            self.request,
            _("Jednání je ukončené a náhradní jednání naplánované. Ještě ho svolejte."),
            self.url("detail"),
        )


STEPS = {
    "zahajit": sessions.take_up,
    "ukoncit": sessions.finish,
    "prerusit": sessions.interrupt,
    "odlozit": sessions.postpone,
}


class ItemStep(ItemMixin, ActionMixin, View):
    """One item is opened, finished, interrupted or put off."""

    request: AuthenticatedRequest

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        step(request.POST.get("krok", ""), self)
        return done(request, "", self.live())


def step(name: str, view: ItemMixin) -> None:
    """Do the step that a button names; raises Gone for one that there is not."""
    deed = STEPS.get(name)
    if deed is None:
        raise Gone
    deed(item=view.item, by=view.request.user, now=view.now)  # type: ignore[arg-type]  # signed in


def said_late(request: HttpRequest) -> None:
    messages.warning(
        request, _("Střet zájmů se oznamuje před zahájením bodu. Zapsáno je, že byl oznámen později.")
    )
