"""The minutes of a meeting: the document, its state, the next step, printing and frozen versions."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from bodies.actions import minutes as actions
from bodies.enums import MinutesDeed, MinutesState, Permission
from bodies.exports.minutes import Audience, rendition, structured
from bodies.forms.minutes import MinutesForm, PaperForm, ReopenForm, SubmitForm
from bodies.guards import minutes as guards
from bodies.models import Minutes, Verifier
from bodies.queries import minutes as minutes_of
from bodies.web import MeetingMixin
from documents.enums import ConfirmationKind, ConfirmationState
from documents.models import Confirmation, File, Version
from people.models import Person
from people.web import ActionMixin, FormView, done

STEPS = {
    MinutesState.WRITING: (MinutesDeed.CIRCULATE, MinutesDeed.SUBMIT),
    MinutesState.COMMENTS: (MinutesDeed.SUBMIT,),
    MinutesState.VERIFIED: (MinutesDeed.PUBLISH,),
}


def content_of(minutes: Minutes) -> dict[str, Any]:
    """Return the text to show: the frozen one once there is any, until then what is written."""
    if guards.is_frozen(minutes) and minutes.version is not None:
        return dict(minutes.version.snapshot)
    return structured(minutes)


class MinutesMixin(ActionMixin, MeetingMixin):
    """A page of the minutes of a meeting; loads `self.minutes`."""

    tab = "minutes"
    minutes: Minutes

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.minutes = self.load()

    def load(self) -> Minutes:
        found = get_object_or_404(Minutes.objects.select_related("version", "document"), meeting=self.object)
        found.meeting = self.object
        return found

    @cached_property
    def person(self) -> Person:
        assert isinstance(self.request.user, Person)  # noqa: S101 - the rules let nobody else in
        return self.request.user

    @cached_property
    def audience(self) -> Audience:
        may = self.person.has_perm(Permission.TAKE_MINUTES, self.object)
        return Audience.INTERNAL if may else Audience.MEMBERS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "minutes": self.minutes,
            "is_council": self.body.is_council,
            "may_finish": self.person.has_perm(Permission.FINISH_MINUTES, self.object),
            **super().get_context_data(**kwargs),
        }

    def get_success_url(self) -> str:
        return self.url("minutes")


class MinutesPage(MinutesMixin, TemplateView):
    """The tab "Zápis": what will be, what is being written, or the whole document with its next step."""

    template_name = "bodies/minutes/detail.html"

    def load(self) -> Minutes:
        found = Minutes.objects.select_related("version", "document").filter(meeting=self.object).first()
        if found is None:
            return Minutes(meeting=self.object)
        found.meeting = self.object
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["before"] = minutes_of.previous(self.object)
        context["verifiers"] = minutes_of.chosen_verifiers(self.object)
        if self.minutes.pk is None:
            return {**context, "minutes": None}
        is_draft = self.minutes.state == MinutesState.WRITING
        doc = None
        if not is_draft or self.audience == Audience.INTERNAL:
            doc = rendition(content_of(self.minutes), self.audience)
        return {**context, **self.standing(), "doc": doc}

    def standing(self) -> dict[str, Any]:
        """Say how the minutes stand: what is missing, who verifies, what was corrected."""
        known = guards.facts(self.minutes, self.today)
        steps = [
            {"deed": deed, "missing": guards.blockers(known, deed)}
            for deed in STEPS.get(MinutesState(self.minutes.state), ())
            if deed != MinutesDeed.CIRCULATE or known.rules.comment_days
        ]
        asked = minutes_of.verifications(self.minutes)
        scans = File.objects.filter(holder_kind=Minutes.journal_kind, holder_id=self.minutes.pk)
        return {
            "steps": steps,
            "warnings": guards.warnings(known),
            "rules": known.rules,
            "asked": asked,
            "mine": next((c for c in asked if c.person_id == self.person.pk and waits(c.state)), None),
            "corrections": self.minutes.corrections.select_related("item", "made_by"),
            "remark_count": self.minutes.remarks.count(),
            "unsettled": known.unsettled,
            "is_frozen": guards.is_frozen(self.minutes),
            "is_intact": known.is_intact,
            "scans": list(scans),
            "takes_remarks": self.takes_remarks(),
        }

    def takes_remarks(self) -> bool:
        until = self.minutes.comments_until
        in_time = until is None or self.today <= until
        may = self.person.has_perm(Permission.REMARK_MINUTES, self.object)
        return self.minutes.state == MinutesState.COMMENTS and in_time and may


def waits(state: str) -> bool:
    return state == ConfirmationState.REQUESTED


class MinutesPrint(MinutesMixin, TemplateView):
    """The minutes for paper, with places for signatures."""

    template_name = "bodies/minutes/print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.minutes.state == MinutesState.WRITING and self.audience != Audience.INTERNAL:
            raise Http404
        doc = rendition(content_of(self.minutes), self.audience)
        corrections = self.minutes.corrections.select_related("item")
        return super().get_context_data(doc=doc, corrections=corrections, **kwargs)


class MinutesVersion(MinutesMixin, TemplateView):
    """One frozen version of the minutes with the proof that nobody has changed it."""

    template_name = "bodies/minutes/version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = get_object_or_404(
            Version, document=self.minutes.document_id, number=self.kwargs["number"], document__isnull=False
        )
        doc = rendition(version.snapshot, self.audience)
        return super().get_context_data(version=version, doc=doc, **kwargs)


class MinutesStep(MinutesMixin, View):
    """A step by one button: circulate or publish."""

    http_method_names = ["post"]
    permission_required = Permission.FINISH_MINUTES


class Circulate(MinutesStep):
    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        actions.circulate(minutes=self.minutes, by=self.person, now=self.now)
        sent = _("Zápis jde členům k připomínkám.")
        if self.body.is_council:
            sent = _("Zápis jde členům k námitkám.")
        return done(request, sent, self.url("minutes"))


class Publish(MinutesStep):
    permission_required = Permission.RUN_MEETING

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        actions.publish(minutes=self.minutes, by=self.person, now=self.now)
        return done(request, _("Zápis je zveřejněný a jednání uzavřené."), self.url("minutes"))


class Write(MinutesMixin, FormView[MinutesForm]):
    """The text before the first item and after the last."""

    permission_required = Permission.TAKE_MINUTES
    template_name = "bodies/minutes/write.html"
    form_class = MinutesForm

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = {
            "opening": self.minutes.opening,
            "closing": self.minutes.closing,
            "read_at": self.minutes.revision,
        }
        return {**super().get_form_kwargs(), "initial": initial}

    def form_valid(self, form: MinutesForm) -> HttpResponse:
        actions.write(minutes=self.minutes, by=self.person, now=self.now, **form.cleaned_data)
        return done(self.request, _("Uloženo."), self.url("minutes"))


class Submit(MinutesMixin, FormView[SubmitForm]):
    """Who verifies, and what is missing before they can be asked."""

    permission_required = Permission.FINISH_MINUTES
    template_name = "bodies/minutes/submit.html"
    form_class = SubmitForm

    def get_form_kwargs(self) -> dict[str, Any]:
        chosen = Verifier.objects.filter(meeting=self.object).values_list("person", flat=True)
        return {
            **super().get_form_kwargs(),
            "meeting": self.object,
            "initial": {"verifiers": list(chosen)},
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = guards.facts(self.minutes, self.today)
        missing = [b for b in guards.blockers(known, MinutesDeed.SUBMIT) if b.code != "no_verifier"]
        return super().get_context_data(
            missing=missing, warnings=guards.warnings(known), rules=known.rules, **kwargs
        )

    def form_valid(self, form: SubmitForm) -> HttpResponse:
        chosen = list(form.cleaned_data["verifiers"])
        actions.submit(minutes=self.minutes, verifiers=chosen, by=self.person, now=self.now)
        return done(self.request, _("Zápis je předaný k ověření."), self.url("minutes"))


class OnPaper(MinutesMixin, FormView[PaperForm]):
    """Signatures on the printed minutes, proved by a scan."""

    permission_required = Permission.RUN_MEETING
    template_name = "bodies/minutes/paper.html"
    form_class = PaperForm

    def get_form_kwargs(self) -> dict[str, Any]:
        waiting = Confirmation.objects.filter(
            version=self.minutes.version_id,
            kind=ConfirmationKind.VERIFICATION,
            state=ConfirmationState.REQUESTED,
        ).select_related("person")
        return {**super().get_form_kwargs(), "waiting": waiting}

    def form_valid(self, form: PaperForm) -> HttpResponse:
        kept = {**form.cleaned_data, "signed": list(form.cleaned_data["signed"])}
        actions.verify_on_paper(minutes=self.minutes, by=self.person, now=self.now, **kept)
        return done(self.request, _("Ověření na papíře je zapsané i se skenem."), self.url("minutes"))


class Reopen(MinutesMixin, FormView[ReopenForm]):
    permission_required = Permission.FINISH_MINUTES
    template_name = "bodies/minutes/reopen.html"
    form_class = ReopenForm

    def form_valid(self, form: ReopenForm) -> HttpResponse:
        actions.reopen(minutes=self.minutes, by=self.person, now=self.now, **form.cleaned_data)
        return done(self.request, _("Zápis je vrácený k úpravám."), self.url("minutes"))
