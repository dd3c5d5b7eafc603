"""The agenda of a meeting: the page, and the deeds of the organiser on its items."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from bodies.actions import agenda, paper
from bodies.enums import ItemPurpose, MeetingState, Permission
from bodies.forms.agenda import CarryForm, ItemForm, PaperForm, PositionForm, ReasonForm
from bodies.holders import matters
from bodies.models import AgendaItem, Body, Meeting, Paper, StandingOrders
from bodies.queries.agenda import existing_files, programme, sections_of, show_documents
from bodies.queries.answers import answers_of
from bodies.queries.deadlines import announce_by, proposals_by
from bodies.queries.invitations import post_of
from bodies.queries.membership import rules_of
from bodies.views.meeting import warnings_of
from bodies.web import BodyMixin, MeetingMixin
from documents.models import Document
from people.errors import Refused
from people.web import ActionMixin, AuthenticatedRequest, FormView, RuleRequiredMixin, done


class Agenda(MeetingMixin, TemplateView):
    """What will be dealt with, when, who presents it and on what papers."""

    request: AuthenticatedRequest
    template_name = "bodies/meeting/detail.html"
    tab = "agenda"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        meeting, person = self.object, self.request.user
        made = programme(meeting, person, runs=context["may_run"])
        if documents := made.documents:
            show_documents(made, matters().on_table(documents))
        rules = rules_of(meeting)
        until = proposals_by(rules, meeting.held_on)
        warnings, clashes = warnings_of(meeting) if context["may_run"] else ([], [])
        is_open = meeting.state in agenda.OPEN
        return {
            **context,
            "programme": made,
            "rules": rules,
            "announce_by": announce_by(rules, meeting.held_on),
            "proposals_until": until,
            "may_propose": is_open and person.has_perm(Permission.PROPOSE_ITEM, meeting),
            "in_time": self.today <= until,
            **self.invited(rules, may_run=context["may_run"]),
            "is_planned": meeting.state == MeetingState.PLANNED,
            "is_open": is_open,
            "warnings": warnings,
            "clashes": clashes,
        }

    def invited(self, rules: StandingOrders, *, may_run: bool) -> dict[str, Any]:
        """Tell who comes, and the organiser also what became of the letters; nobody is invited to a plan."""
        meeting, person = self.object, self.request.user
        if meeting.convened_at is None or meeting.state == MeetingState.CANCELLED:
            return {}
        sees = person.has_perm(Permission.VIEW_PROTECTED_NAMES, meeting)
        found = answers_of(meeting, person, sees_protected=sees, rules=rules)
        people = [row.participant for row in found.rows]
        return {
            "answers": found,
            "mine": next((one for one in people if one.person_id == person.pk), None),
            "post": post_of(people) if may_run else None,
        }


class AgendaDeed(MeetingMixin, ActionMixin, View):
    """A deed of the organiser on the whole agenda."""

    request: AuthenticatedRequest
    permission_required = Permission.RUN_MEETING


class AgendaStanding(AgendaDeed):
    """The usual items are put in."""

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        made = agenda.standing(meeting=self.object, by=request.user, now=self.now)
        message = ngettext("Vložen %(n)d stálý bod.", "Vloženo %(n)d stálých bodů.", len(made))
        return done(request, message % {"n": len(made)}, self.url("detail"))


class AgendaShift(AgendaDeed):
    """An item goes a step up or down; one form serves all the buttons of the page."""

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        name, step = ("up", -1) if "up" in request.POST else ("down", 1)
        pk = request.POST.get(name, "")
        if not pk.isdecimal():
            raise Http404
        item = get_object_or_404(AgendaItem, pk=pk, meeting=self.object)
        agenda.shift(item=item, step=step, by=request.user, now=self.now)
        return done(request, "", f"{self.url('detail')}#bod-{item.pk}")


class AgendaBreak(AgendaDeed):
    """A break is added; it can be shifted and renamed like any item."""

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        item = agenda.add(
            meeting=self.object,
            title=_("Přestávka"),
            purpose=ItemPurpose.BREAK,
            minutes=15,
            by=request.user,
            now=self.now,
        )
        return done(request, _("Přestávka je v programu."), f"{self.url('detail')}#bod-{item.pk}")


class ItemFormMixin(FormView[ItemForm]):
    """A form of an item, with documents that may come before the body."""

    form_class = ItemForm
    template_name = "bodies/agenda/item.html"

    def form_kwargs(
        self, body: Body, meeting: Meeting | None, kept: Document | None = None
    ) -> dict[str, Any]:
        day = meeting.held_on if meeting else timezone.localdate()
        found = list(matters().before(body, day))
        return {
            **super().get_form_kwargs(),
            "matters": found,
            "sections": sections_of(body, meeting),
            "kept": kept,
        }


class ItemAdd(MeetingMixin, ItemFormMixin):
    """A new item; an address may say which document it is about."""

    request: AuthenticatedRequest
    permission_required = Permission.RUN_MEETING

    def get_form_kwargs(self) -> dict[str, Any]:
        return self.form_kwargs(self.body, self.object)

    def get_initial(self) -> dict[str, Any]:
        """Prefill an item about a document that the address names, if it may come before the body."""
        wanted = self.request.GET.get("dokument", "")
        for matter in matters().before(self.body, self.object.held_on) if wanted.isdecimal() else ():
            if matter.document.pk == int(wanted):
                purpose = ItemPurpose.OPINION if matter.wants_opinion else ItemPurpose.DECISION
                return {
                    "document": matter.document.pk,
                    "title": matter.label[:300],
                    "purpose": purpose,
                    "minutes": 30,
                }
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.url("detail"), **kwargs)

    def form_valid(self, form: ItemForm) -> HttpResponse:
        item = agenda.add(meeting=self.object, by=self.request.user, now=self.now, **form.said())
        message = (
            _("Bod je přidaný a označený jako doplněný po svolání.") if item.is_late else _("Bod je přidaný.")
        )
        return done(self.request, message, f"{self.url('detail')}#bod-{item.pk}")


class ItemMixin(RuleRequiredMixin):
    """A page of one item, of a meeting or of a backlog, for whoever runs the body."""

    object: AgendaItem
    permission_required: str = Permission.RUN_MEETING

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        rows = AgendaItem.objects.select_related(
            "meeting__body__territory", "body__territory", "document", "presenter", "proposed_by"
        )
        self.object = get_object_or_404(rows, pk=kwargs["item"])
        self.meeting, self.body = self.object.meeting, self.object.body

    @property
    def back(self) -> str:
        """Address of the agenda or of the backlog where the item is."""
        if self.meeting is not None:
            return f"{reverse('meetings:detail', args=[self.meeting.pk])}#bod-{self.object.pk}"
        return reverse("meetings:backlog", args=[self.body.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {
            "item": self.object,
            "meeting": self.meeting,
            "body": self.body,
            "back": self.back,
            **context,
        }


class ItemEdit(ItemMixin, ItemFormMixin):
    """What an item says is changed."""

    request: AuthenticatedRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return self.form_kwargs(self.body, self.meeting, self.object.document)

    def get_initial(self) -> dict[str, Any]:
        item = self.object
        said = {name: getattr(item, name) for name in ItemForm.base_fields if name != "version"}
        presenter = item.presenter.email if item.presenter else ""
        return {**said, "presenter": presenter, "document": item.document_id, "version": item.revision}

    def form_valid(self, form: ItemForm) -> HttpResponse:
        read_at = form.cleaned_data["version"] or 0
        agenda.write(item=self.object, read_at=read_at, by=self.request.user, now=self.now, **form.said())
        return done(self.request, _("Uloženo."), self.back)


class ItemShift(ItemMixin, FormView[PositionForm]):
    """An item goes to a position."""

    request: AuthenticatedRequest
    form_class = PositionForm
    template_name = "bodies/agenda/shift.html"

    def get_initial(self) -> dict[str, Any]:
        return {"to": self.object.order}

    def form_valid(self, form: PositionForm) -> HttpResponse:
        agenda.shift(item=self.object, by=self.request.user, now=self.now, **form.cleaned_data)
        return done(self.request, _("Pořadí je změněné."), self.back)


class ItemWithdraw(ItemMixin, FormView[ReasonForm]):
    """An item is withdrawn from an agenda that members have."""

    request: AuthenticatedRequest
    form_class = ReasonForm
    template_name = "bodies/agenda/withdraw.html"

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        agenda.withdraw(item=self.object, by=self.request.user, now=self.now, **form.cleaned_data)
        return done(self.request, _("Bod je stažený z programu."), self.back)


class ItemRemove(ItemMixin, ActionMixin, View):
    """An item that nobody was sent yet is taken off."""

    request: AuthenticatedRequest

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        back = self.back.partition("#")[0]
        agenda.remove(item=self.object, by=request.user, now=self.now)
        return done(request, _("Bod je odebraný."), back)


class ItemCarry(ItemMixin, FormView[CarryForm]):
    """An item goes to another meeting or to the backlog, or a copy of it does."""

    request: AuthenticatedRequest
    form_class = CarryForm
    template_name = "bodies/agenda/carry.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        may_copy = self.meeting is not None and self.meeting.state in agenda.OPEN
        kwargs = super().get_form_kwargs()
        return {**kwargs, "body": self.body, "besides": self.meeting, "may_copy": may_copy}

    def form_valid(self, form: CarryForm) -> HttpResponse:
        made = agenda.carry_over(
            item=self.object,
            to=form.cleaned_data["to"],
            copy=form.cleaned_data.get("copy", False),
            by=self.request.user,
            now=self.now,
        )
        if made.meeting is not None:
            to = f"{reverse('meetings:detail', args=[made.meeting.pk])}#bod-{made.pk}"
            return done(self.request, _("Bod je na programu tohoto jednání."), to)
        to = reverse("meetings:backlog", args=[self.body.slug])
        return done(self.request, _("Bod je v zásobníku."), to)


class ItemPaper(ItemMixin, FormView[PaperForm]):
    """A file is handed out with an item."""

    request: AuthenticatedRequest
    form_class = PaperForm
    template_name = "bodies/agenda/paper.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "existing": existing_files(self.object)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        papers = self.object.papers.select_related("file").order_by("pk")
        return super().get_context_data(papers=list(papers), **kwargs)

    def form_valid(self, form: PaperForm) -> HttpResponse:
        try:
            paper.add_paper(item=self.object, by=self.request.user, now=self.now, **form.cleaned_data)
        except Refused as error:
            form.add_error("upload", error.message)
            return self.form_invalid(form)
        return done(self.request, _("Materiál je přidaný."), self.back)


class PaperRemove(ItemMixin, ActionMixin, View):
    """A paper is taken away from an item."""

    request: AuthenticatedRequest

    def post(self, request: AuthenticatedRequest, paper_pk: int, **_kwargs: Any) -> HttpResponse:
        one = get_object_or_404(
            Paper.objects.select_related("item__meeting", "item__body", "file"), pk=paper_pk, item=self.object
        )
        paper.remove_paper(paper=one, by=request.user, now=self.now)
        return done(request, _("Materiál je odebraný."), self.back)


class BacklogAdd(BodyMixin, ItemFormMixin):
    """A new item for some later meeting."""

    request: AuthenticatedRequest
    permission_required = Permission.RUN_MEETING

    def get_form_kwargs(self) -> dict[str, Any]:
        return self.form_kwargs(self.object, None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("meetings:backlog", args=[self.object.slug]), **kwargs)

    def form_valid(self, form: ItemForm) -> HttpResponse:
        agenda.add(body=self.object, by=self.request.user, now=self.now, **form.said())
        return done(
            self.request, _("Bod je v zásobníku."), reverse("meetings:backlog", args=[self.object.slug])
        )
