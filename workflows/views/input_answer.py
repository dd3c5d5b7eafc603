"""Answering a request: by the link of a letter, signed in, or typed in for somebody by the office."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from documents.enums import Channel
from people.actions import link as links
from people.errors import Gone, LinkRevoked, Refused
from people.models import Person
from people.templatetags.triada import ctime
from people.web import ActionMixin, AuthenticatedRequest, PublicMixin, RuleRequiredMixin, done
from workflows.actions import input_request as requests
from workflows.actions.input_request import Saved
from workflows.enums import InputPurpose, InputRoundState, Permission
from workflows.forms.input_answer import COUNT, AnswerOfProposals, AnswerOfReports, as_data, quiet
from workflows.forms.inputs import HandOverForm, RecordForm
from workflows.letters import INPUT
from workflows.models import InputRequest, InputRound
from workflows.queries import inputs as found
from workflows.queries.report import edition_for, items_of, municipalities_of, reports_of
from workflows.views.inputs import RequestMixin

PARTS = ("person", "organisation", "territory", "round__plan__coordinator", "round__plan__deputy")
# What the page adds to the form for itself; "_" begins it, fields of the answer never do.
OWN = ("csrfmiddlewaretoken", "deed", "said_by", "channel", "evidence_note")


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


class AnswerMixin(ActionMixin, TemplateView):
    """The form of an answer: kept as it is typed, sent when it is whole, handed over to a colleague."""

    template_name = "workflows/inputs/answer.html"
    row: InputRequest
    held: InputRound
    by: Person | None
    now: datetime
    is_recorded = False

    def is_open(self) -> bool:
        return self.row.is_open and self.held.state == InputRoundState.OPEN

    def answer_forms(self, data: Any = None, files: Any = None) -> Any:
        """Return the forms of the answer with what was typed, or was answered before."""
        plan, year = self.held.plan, self.held.year
        places = municipalities_of(plan)
        if self.held.purpose == InputPurpose.REPORTS:
            items = found.items_for(self.row)
            reports = {one.key: one for one in reports_of(plan, [year], [item.key for item in items])}
            return AnswerOfReports(items=items, reports=reports, places=places, data=data, files=files)
        items = items_of(edition_for(plan, year))
        return AnswerOfProposals(
            items=items, places=places, proposals=list(self.row.proposals.all()), data=data
        )

    def half_written(self) -> Any:
        """Return the forms with what is being typed; mistakes are told only when the answer is sent."""
        fields = self.row.typed.get("fields")
        forms = self.answer_forms(as_data(fields) if fields else None)
        for form in forms.all():
            if form.is_bound:
                quiet(form)
        return forms

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open = self.is_open()
        forms = kwargs.pop("forms", None) or (self.half_written() if is_open else None)
        own = {
            "row": self.row,
            "round": self.held,
            "plan": self.held.plan,
            "is_open": is_open,
            "is_reports": self.held.purpose == InputPurpose.REPORTS,
            "is_recorded": self.is_recorded,
            "forms": forms,
            "writer": self.request.POST.get("_writer") or uuid4().hex,
            "beside": self.beside(forms) if is_open and forms else [],
            "saved_at": parse_datetime(self.row.typed.get("at", "")),
            "hand_over": HandOverForm(),
            "may_reopen": self.may_reopen(),
        }
        if not is_open:
            own["proposals"] = found.shown(self.held.plan, list(self.row.proposals.all()))
            own["reports"] = self.row.reports.count()
        return super().get_context_data(**{**own, **kwargs})

    def may_reopen(self) -> bool:
        return bool(self.row.state == "answered" and self.held.state == InputRoundState.OPEN)

    def beside(self, forms: Any) -> list[dict[str, Any]]:
        """Return the texts that somebody else typed at once, each beside what is kept."""
        labels = {
            form.add_prefix(name): form.fields[name].label
            for one in forms.all()
            for form in (one.forms if hasattr(one, "forms") else [one])
            for name in form.fields
        }
        kept = self.row.typed.get("fields", {})
        return [
            {
                "number": number,
                "at": parse_datetime(one["at"]),
                "lines": [
                    (labels[name], kept.get(name, ""), value)
                    for name, value in one["fields"].items()
                    if name in labels
                ],
            }
            for number, one in enumerate(self.row.typed.get("beside", []))
            if not one["is_settled"]
        ]

    # --- deeds ------------------------------------------------------------------------------------

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        match request.POST.get("deed"):
            case "hand_over":
                return self.hand_over()
            case "reopen":
                self.row = requests.reopen(request=self.row, by=self.by, now=self.now)
                return done(request, _("Odpověď můžete upravit a znovu odeslat."), request.path)
            case "send":
                return self.send()
            case "more":
                return self.keep({COUNT: str(int_of(request.POST.get(COUNT, "")) + 1)})
        return self.keep({})

    def typed(self) -> dict[str, str]:
        """Return what was typed into the answer, without what the page added."""
        return {
            name: str(value)
            for name, value in self.request.POST.items()
            if name not in OWN and not name.startswith("_")
        }

    def save(self, more: dict[str, str]) -> Saved:
        post = self.request.POST
        saved = requests.save_typed(
            request=self.row,
            fields={**self.typed(), **more},
            read_at=int_of(post.get("_read_at", "")),
            writer=post.get("_writer", "")[:64],
            settled=[int_of(number) for number in post.getlist("_settled")],
            by=self.by,
            now=self.now,
        )
        self.row = saved.request
        return saved

    def keep(self, more: dict[str, str]) -> HttpResponse:
        """Keep what was typed; the script asks for JSON, a form gets its page back."""
        try:
            saved = self.save(more)
        except Refused as error:
            if not wants_json(self.request):
                raise
            status = 410 if isinstance(error, Gone) else 422
            return JsonResponse({"message": error.message}, status=status)
        if wants_json(self.request):
            answer = {"revision": self.row.revision, "at": ctime(timezone.localtime(self.now))}
            return JsonResponse(answer, status=409 if saved.is_conflict else 200)
        if saved.is_conflict:
            return self.both()
        last = f"#navrh-{more[COUNT]}" if more else ""
        return done(
            self.request, "" if more else _("Rozepsaná odpověď je uložená."), self.request.path + last
        )

    def both(self) -> HttpResponse:
        text = _("Do odpovědi mezitím psal někdo jiný. Obě znění jsou níže, nic se neztratilo.")
        messages.warning(self.request, text)
        return done(self.request, "", f"{self.request.path}#spor")

    def send(self) -> HttpResponse:
        """Send the answer; what is wrong with it is told and what was typed stays kept either way."""
        if self.save({}).is_conflict:
            return self.both()
        forms = self.answer_forms(self.request.POST, self.request.FILES)
        if not self.is_whole(forms):
            return self.render_to_response(self.get_context_data(forms=forms), status=422)
        self.record(forms)
        return self.thanks()

    def is_whole(self, forms: Any) -> bool:
        return bool(forms.is_valid())

    def record(self, forms: Any) -> None:
        requests.answer(request=self.row, by=self.by, now=self.now, **forms.said())

    def thanks(self) -> HttpResponse:
        return done(self.request, _("Děkujeme, odpověď je odeslaná."), self.request.path)

    def hand_over(self) -> HttpResponse:
        form = HandOverForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(hand_over=form), status=422)
        self.row = requests.hand_over(request=self.row, by=self.by, now=self.now, **form.cleaned_data)
        return self.handed_over()

    def handed_over(self) -> HttpResponse:
        """Show the end at once: the link that led here has just stopped working."""
        return self.render_to_response(self.get_context_data(is_handed_over=True))


def int_of(text: str) -> int:
    """Read a small number that the page wrote; nonsense is nought."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - fits any database


class AnswerByLink(PublicMixin, AnswerMixin):
    """Without an account: GET shows and changes nothing, POST keeps, sends or hands over."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.now = timezone.now()
        link = links.resolve(kwargs["token"], INPUT, self.now)
        row = InputRequest.objects.select_related(*PARTS).filter(pk=link.subject_id).first()
        if row is None or row.person_id != link.person_id:
            raise LinkRevoked
        self.row, self.held, self.by = row, row.round, link.person
        return super().dispatch(request, *args, **kwargs)


class AnswerSignedIn(RuleRequiredMixin, AnswerMixin):
    """The same page for whoever is asked and has an account."""

    request: AuthenticatedRequest
    permission_required = Permission.ANSWER_REQUEST
    unknown_to_others = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.row = self.object = get_object_or_404(
            InputRequest.objects.select_related(*PARTS), pk=kwargs["pk"]
        )
        self.held, self.by = self.row.round, self.request.user

    def handed_over(self) -> HttpResponse:
        return done(self.request, _("Předáno. Kolega nebo kolegyně dostane dopis."), reverse("work:home"))


class AnswerRecorded(RequestMixin, AnswerMixin):
    """Typed in by the office for somebody who answered by phone, on paper or in a message."""

    request: AuthenticatedRequest
    is_recorded = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.by = self.request.user

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"record_form": RecordForm(), **kwargs})

    def is_whole(self, forms: Any) -> bool:
        self.said = RecordForm(self.request.POST, self.request.FILES)
        return all([self.said.is_valid(), forms.is_valid()])

    def send(self) -> HttpResponse:
        if self.save({}).is_conflict:
            return self.both()
        forms = self.answer_forms(self.request.POST, self.request.FILES)
        if not self.is_whole(forms):
            context = self.get_context_data(forms=forms, record_form=self.said)
            return self.render_to_response(context, status=422)
        self.record(forms)
        return self.back(_("Odpověď je zapsaná."))

    def record(self, forms: Any) -> None:
        data = self.said.cleaned_data
        requests.record_for(
            request=self.row,
            said_by=data["said_by"],
            channel=Channel(data["channel"]),
            evidence=data["evidence"],
            evidence_note=data["evidence_note"],
            by=self.request.user,
            now=self.now,
            **forms.said(),
        )
