"""The page on which a named person answers about a version, by a personal link or signed in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from documents.actions import confirmation as confirmations
from documents.enums import ConfirmationState, Permission
from documents.forms.confirmation import ConfirmForm, DeclineForm, DelegateForm, ReplyForm
from documents.models import Confirmation
from documents.queries import version as versions
from people.actions import link as links
from people.models import AccessLink, Person
from people.web import ActionMixin, PublicMixin, done

CONFIRMATIONS = Confirmation.objects.select_related(
    "version__document", "person", "requested_by", "answered_by", "delegated_to__person"
)


class ConfirmationPage(ActionMixin, TemplateView):
    """What both ways to a confirmation share: the page, its two texts and its three answers."""

    template_name = "documents/confirmation/detail.html"
    object: Confirmation
    by: Person
    for_other = False

    def page_url(self, page: str = "") -> str:
        raise NotImplementedError  # each way in has its own addresses

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = self.object
        before = versions.before(held.version)
        forms = {"confirm_form": self.form(ConfirmForm), "decline_form": self.form(DeclineForm)}
        return super().get_context_data(
            confirmation=held,
            version=held.version,
            document=held.version.document,
            before=before,
            is_open=held.state == ConfirmationState.REQUESTED,
            for_other=self.for_other,
            text_url=self.page_url("text"),
            changes_url=self.page_url("changes") if before else "",
            **{**forms, "delegate_form": DelegateForm(), **kwargs},
        )

    def form(self, form_class: Any, data: Any = None) -> Any:
        extra = {"confirmation": self.object} if form_class is ConfirmForm else {}
        return form_class(data, for_other=self.for_other, auto_id=f"{form_class.__name__}_%s", **extra)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        deeds = {"confirm": self.confirm, "decline": self.decline, "delegate": self.delegate}
        deed = deeds.get(request.POST.get("deed", ""))
        if deed is None:
            raise Http404
        return deed(request)

    def answered(self, message: str) -> HttpResponse:
        return done(self.request, message, self.page_url())

    def again(self, **forms: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**forms), status=422)

    def confirm(self, request: HttpRequest) -> HttpResponse:
        form = self.form(ConfirmForm, request.POST)
        if not form.is_valid():
            return self.again(confirm_form=form)
        confirmations.confirm(confirmation=self.object, by=self.by, now=timezone.now(), **form.cleaned_data)
        return self.answered(_("Děkujeme, odpověď je zapsaná."))

    def decline(self, request: HttpRequest) -> HttpResponse:
        form = self.form(DeclineForm, request.POST)
        if not form.is_valid():
            return self.again(decline_form=form, opened="decline")
        confirmations.decline(confirmation=self.object, by=self.by, now=timezone.now(), **form.cleaned_data)
        return self.answered(_("Odmítnutí je zapsané i s důvodem."))

    def delegate(self, request: HttpRequest) -> HttpResponse:
        form = DelegateForm(request.POST)
        if not form.is_valid():
            return self.again(delegate_form=form, opened="delegate")
        to = form.cleaned_data["to"]
        confirmations.delegate(confirmation=self.object, to=to, by=self.by, now=timezone.now())
        return self.answered(_("Předáno, %(name)s dostane dopis s vlastním odkazem.") % {"name": to.name})


class VersionPage(TemplateView):
    """The text of the version, or what changed in it since the one before."""

    show_changes = False
    object: Confirmation

    def get_template_names(self) -> list[str]:
        return [f"documents/version/{'changes' if self.show_changes else 'text'}.html"]

    def page_url(self, page: str = "") -> str:
        raise NotImplementedError  # each way in has its own addresses

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.object.version
        before = versions.before(version) if self.show_changes else None
        if self.show_changes and before is None:
            raise Http404
        return super().get_context_data(
            version=version,
            document=version.document,
            before=before,
            sections=versions.changes(version, before) if before else [],
            back=self.page_url(),
            **kwargs,
        )


class ByLink(ActionMixin, PublicMixin):
    """Open a confirmation by the personal link from a letter; opening it changes nothing."""

    object: Confirmation
    link: AccessLink

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.link = links.resolve(kwargs["token"], confirmations.PURPOSE, timezone.now())
        self.object = get_object_or_404(CONFIRMATIONS, pk=self.link.subject_id, person=self.link.person)
        self.by = self.object.person

    def page_url(self, page: str = "") -> str:
        name = f"documents:link-{page}" if page else "documents:link"
        return reverse(name, args=[self.kwargs["token"]])


class ConfirmationByLink(ByLink, ConfirmationPage):
    """GET shows the version and what is asked, POST answers."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        links.use(link=self.link, now=timezone.now())
        return super().post(request, **kwargs)


class VersionByLink(ByLink, VersionPage):
    pass


class SignedIn(ActionMixin):
    """Open a confirmation as the person asked, or as somebody who may write the answer down for them."""

    object: Confirmation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(CONFIRMATIONS, pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_asked = request.user.has_perm(Permission.ANSWER_CONFIRMATION, self.object)
        if not is_asked and not request.user.has_perm(Permission.RECORD_CONFIRMATION, self.object):
            raise PermissionDenied
        assert isinstance(request.user, Person)  # noqa: S101 - the rules let nobody else in
        self.by, self.for_other = request.user, not is_asked
        return super().dispatch(request, *args, **kwargs)

    def page_url(self, page: str = "") -> str:
        name = f"documents:confirmation-{page}" if page else "documents:confirmation"
        return reverse(name, args=[self.object.pk])


class ConfirmationSignedIn(SignedIn, ConfirmationPage):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_reply = self.request.user.has_perm(Permission.RECORD_CONFIRMATION, self.object)
        asked = bool(self.object.question or self.object.counterproposal)
        if may_reply and asked:
            kwargs.setdefault("reply_form", ReplyForm(initial={"text": self.object.reply}))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("deed") != "reply":
            return super().post(request, **kwargs)
        if not request.user.has_perm(Permission.RECORD_CONFIRMATION, self.object):
            raise PermissionDenied
        form = ReplyForm(request.POST)
        if not form.is_valid():
            return self.again(reply_form=form)
        text = form.cleaned_data["text"]
        confirmations.reply(confirmation=self.object, text=text, by=self.by, now=timezone.now())
        return self.answered(_("Odpověď je zapsaná a odchází e-mailem."))


class VersionSignedIn(SignedIn, VersionPage):
    pass
