"""Comments for the office: the list, writing down, showing, proposing and settling, and what is printed."""

from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from documents.actions import comment as comments
from documents.actions import file as files
from documents.enums import Channel, Nature
from documents.models import Comment, File, Version
from documents.queries import comments as comments_of
from people.errors import Refused
from people.models import Person
from people.web import ActionMixin, AuthenticatedRequest, FormView, ListView, done
from workflows.enums import EditionState, Permission
from workflows.exports import poster, settlement
from workflows.forms.comments import CommentFilter, ModerateForm, RecordForm, SettleForm
from workflows.queries import public
from workflows.web import EditionMixin, hidden_or_denied

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What is settled may be settled otherwise until the text is with the councils.
OPEN_STATES = (
    EditionState.DRAFTING,
    EditionState.TRIAD_REVIEW,
    EditionState.CONSULTATION,
    EditionState.SETTLEMENT,
)
READERS = (Permission.PROPOSE_SETTLEMENT, Permission.RECORD_FOR_OTHERS)


class CommentsMixin(ActionMixin, EditionMixin):
    """Pages on which names and addresses of commenters are seen: not for everybody who sees the plan."""

    tab = "comments"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not any(request.user.has_perm(permission, self.object) for permission in READERS):
            raise hidden_or_denied(request, self.plan)
        return super().dispatch(request, *args, **kwargs)

    def may(self, permission: str) -> bool:
        return self.request.user.has_perm(permission, self.object)

    def check_open(self) -> None:
        """Refuse to change what the councils already have before them."""
        if self.object.state not in OPEN_STATES:
            raise Refused(_("Znění je už předané ke schválení, vypořádání připomínek nelze měnit."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            window=public.last_window(self.object),
            may_settle=self.may(Permission.SETTLE),
            may_moderate=self.may(Permission.MODERATE),
            may_propose=self.may(Permission.PROPOSE_SETTLEMENT),
            may_record=self.may(Permission.RECORD_FOR_OTHERS),
            is_open=self.object.state in OPEN_STATES,
            **kwargs,
        )


class CommentList(CommentsMixin, ListView[Comment]):
    template_name = "workflows/comments/list.html"
    filter_class = CommentFilter

    def get_queryset(self) -> Any:
        return comments_of.recorded(self.object.document_id)

    def filtered(self, queryset: Any, wanted: dict[str, Any]) -> Any:
        exact = {name: wanted[name] for name in ("state", "side", "nature", "moderation") if wanted[name]}
        text = wanted["q"].strip()
        return queryset.filter(**exact, **({"text__icontains": text} if text else {}))

    @cached_property
    def numbers(self) -> comments_of.Numbers:
        return comments_of.numbers(self.object.document_id)

    def known_count(self) -> int:
        return self.numbers.total

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(numbers=self.numbers, **kwargs)


class CommentRecord(CommentsMixin, FormView[RecordForm]):
    """Writing down of a comment that came by post, data box, e-mail, in person or at a hearing."""

    request: AuthenticatedRequest
    permission_required = Permission.RECORD_FOR_OTHERS
    template_name = "workflows/comments/record.html"
    form_class = RecordForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.window = public.last_window(self.object)
        newest = Version.objects.filter(document=self.object.document_id).order_by("-number").first()
        self.version = self.window.version if self.window else newest

    def get_form_kwargs(self) -> dict[str, Any]:
        if self.version is None:
            raise Refused(_("Znění ještě nikdo nedostal k připomínkám, není tedy k čemu připomínku zapsat."))
        return {**super().get_form_kwargs(), "parts": public.parts(self.version.snapshot)}

    def form_valid(self, form: RecordForm) -> HttpResponse:
        self.check_open()
        said = form.said()
        upload = said.pop("evidence")
        said["channel"], said["nature"] = Channel(said["channel"]), Nature(said["nature"])
        wrong = "evidence"
        try:
            with transaction.atomic():  # without the comment the evidence is not kept either
                evidence = self.keep(upload) if upload else None
                wrong = "received_on"
                comment = self.record(evidence, said)
        except Refused as error:
            form.add_error(wrong, error.message)
            return self.form_invalid(form)
        message = _("Připomínka je zapsaná pod číslem %(number)s.") % {"number": comment.number}
        again = self.url("comment-record") if "again" in self.request.POST else self.url("comments")
        return done(self.request, message, again)

    def keep(self, upload: Any) -> File:
        """Keep a proof with the document: it is read by those who work with comments, by nobody else."""
        assert self.object.document is not None  # noqa: S101 - every edition is started with a document
        return files.keep(holder=self.object.document, upload=upload, by=self.request.user, now=self.now)

    def record(self, evidence: File | None, said: dict[str, Any]) -> Comment:
        assert self.version is not None  # noqa: S101 - the form is not made without it
        assert self.object.document is not None  # noqa: S101 - every edition is started with a document
        return comments.record(
            document=self.object.document,
            version=self.version,
            consultation=self.window,
            evidence=evidence,
            by=self.request.user,
            now=self.now,
            **said,
        )


class CommentMixin(CommentsMixin):
    """A page of one comment, found by its receipt number."""

    comment: Comment

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Comment.objects.select_related(
            "document", "version", "consultation", "settled_by", "recorded_by", "evidence"
        )
        self.comment = get_object_or_404(rows, document=self.object.document_id, number=kwargs["number"])

    def comment_url(self) -> str:
        return self.url("comment", self.comment.number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comment = self.comment
        waiting = comments_of.recorded(self.object.document_id).filter(state=Comment().state)
        following = waiting.filter(number__gt=comment.number).values_list("number", flat=True).first()
        kwargs.setdefault("settle_form", SettleForm(initial=SettleForm.settling(comment), prefix="settle"))
        kwargs.setdefault("propose_form", SettleForm(initial=SettleForm.proposing(comment), prefix="propose"))
        shown = {"shown": "0" if comment.moderation_reason else "1", "reason": comment.moderation_reason}
        kwargs.setdefault("moderate_form", ModerateForm(initial=shown, prefix="moderate"))
        return super().get_context_data(comment=comment, following=following, **kwargs)


class CommentDetail(CommentMixin, TemplateView):
    template_name = "workflows/comments/detail.html"


class CommentDeed(CommentMixin, TemplateView):
    """One deed on a comment, sent from its page; mistakes are answered with that page."""

    request: AuthenticatedRequest
    template_name = "workflows/comments/detail.html"
    form_class: type[Any]
    prefix: str

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return done(self.request, "", self.comment_url())

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        self.check_open()
        form = self.form_class(request.POST, prefix=self.prefix)
        if not form.is_valid():
            context = self.get_context_data(**{f"{self.prefix}_form": form, "opened": self.prefix})
            return self.render_to_response(context, status=422)
        return done(request, self.act(form, self.request.user), self.comment_url())

    def act(self, form: Any, by: Person) -> str:
        raise NotImplementedError  # each deed says what it does


class CommentModerate(CommentDeed):
    permission_required = Permission.MODERATE
    form_class = ModerateForm
    prefix = "moderate"

    def check_open(self) -> None:
        """Allow it at any time: what the public reads can always be put right."""

    def act(self, form: Any, by: Person) -> str:
        comments.moderate(comment=self.comment, by=by, now=self.now, **form.cleaned_data)
        if form.cleaned_data["shown"]:
            return _("Připomínka je zveřejněná.")
        return _("Připomínka zůstane nezveřejněná, důvod je zapsaný.")


class CommentPropose(CommentDeed):
    permission_required = Permission.PROPOSE_SETTLEMENT
    form_class = SettleForm
    prefix = "propose"

    def act(self, form: Any, by: Person) -> str:
        comments.propose(comment=self.comment, by=by, now=self.now, **form.settled())
        return _("Návrh vypořádání je uložený, rozhodne o něm koordinátor/ka.")


class CommentSettle(CommentDeed):
    permission_required = Permission.SETTLE
    form_class = SettleForm
    prefix = "settle"

    def act(self, form: Any, by: Person) -> str:
        comments.settle(comment=self.comment, by=by, now=self.now, **form.settled())
        return _("Připomínka č. %(number)s je vypořádaná.") % {"number": self.comment.number}


class AnswerAuthors(CommentsMixin, TemplateView):
    """Before letters leave, the page says how many and to whom; the button sends them."""

    request: AuthenticatedRequest
    permission_required = Permission.SETTLE
    template_name = "workflows/comments/answer.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(numbers=comments_of.numbers(self.object.document_id), **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        assert self.object.document is not None  # noqa: S101 - every edition is started with a document
        by = self.request.user
        count = comments.answer_authors(document=self.object.document, by=by, now=self.now)
        message = ngettext("Odchází %(n)d odpověď.", "Odchází %(n)d odpovědí.", count) % {"n": count}
        return done(request, message, self.url("comments"))


class SettlementTable(CommentsMixin, TemplateView):
    """The whole table on one page for printing; an annex of the plan."""

    template_name = "workflows/comments/settlement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = comments_of.recorded(self.object.document_id)
        numbers = comments_of.numbers(self.object.document_id)
        return super().get_context_data(comments=rows, numbers=numbers, **kwargs)


class SettlementSheet(CommentsMixin, View):
    """The same table as a spreadsheet; ?verejne=1 without personal data."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> FileResponse:
        is_public = request.GET.get("verejne") == "1"
        stream = settlement.spreadsheet(
            comments_of.recorded(self.object.document_id).iterator(500),
            title=f"{self.plan.title} – {self.object.label}",
            is_public=is_public,
            projects=self.plan.projects.all(),
        )
        name = f"vyporadani-{self.plan.slug}{'-verejne' if is_public else ''}.xlsx"
        return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)


class CallMixin(EditionMixin):
    """What the office prints to call for comments."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        window = public.last_window(self.object)
        if window is None:
            raise Http404
        return super().get_context_data(
            window=window,
            hearings=window.hearings.filter(cancelled_at=None),
            address=self.request.build_absolute_uri(reverse("plans:detail", args=[self.plan.slug])),
            **kwargs,
        )


class Poster(CallMixin, TemplateView):
    template_name = "workflows/comments/poster.html"


class PosterCode(EditionMixin, View):
    """The QR code of the plan's page, as a picture of its own: the policy allows no inline drawing."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        address = request.build_absolute_uri(reverse("plans:detail", args=[self.plan.slug]))
        return HttpResponse(poster.qr_code(address), content_type="image/svg+xml")


class Bulletin(CallMixin, TemplateView):
    """A text for the town's bulletin, to copy."""

    template_name = "workflows/comments/bulletin.txt"
    content_type = "text/plain; charset=utf-8"
