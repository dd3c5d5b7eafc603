"""Views, mixins and answers shared by all apps."""

from functools import wraps
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect  # noqa: TID251 - shared
from django.http.response import HttpResponseBase  # noqa: TID251 - shared
from django.shortcuts import get_object_or_404, render  # noqa: TID251 - shared
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import View, edit
from django.views.generic.base import ContextMixin, TemplateResponseMixin
from django_fsm import TransitionNotAllowed

from people.actions import draft as drafts
from people.errors import Blocked, Gone, LinkRefused, LinkUnknown, Refused, Stale, TooOften
from people.models import Person

M = TypeVar("M", bound=Model)
F = TypeVar("F", bound=BaseForm)

PER_PAGE = 25
UNKEPT = frozenset({"csrfmiddlewaretoken", "revision", "version", "password", "next"})

if TYPE_CHECKING:

    class _FormView(edit.FormView[F]):
        """Django's own, as the type checker sees it."""
else:

    class _FormView(edit.FormView, Generic[F]):
        """Django's own, as it can be subscribed to at run time."""


class AuthenticatedRequest(HttpRequest):
    """A request that has passed the login middleware."""

    user: Person


class SeeOther(HttpResponseRedirect):
    """Look at what your deed has led to; reloading that page repeats nothing."""

    status_code = 303


def done(request: HttpRequest, message: str | Promise, to: str) -> HttpResponse:
    """Answer a deed: say what happened and lead to `to`, an address of ours."""
    if message:
        messages.success(request, str(message))
    return SeeOther(to)


def paged(
    request: HttpRequest, queryset: Any, per_page: int = PER_PAGE, count: int | None = None
) -> Page[Any]:
    """Cut the page that the address asks for; a nonsense number gives the nearest page there is.

    `count` spares a query where the page has counted the rows already.
    """
    paginator = Paginator(queryset, per_page)
    if count is not None:
        paginator.__dict__["count"] = count  # what Django itself remembers after counting
    return paginator.get_page(request.GET.get("page"))


def client_address(request: HttpRequest) -> str:
    """Return the address of whoever sent the request, past the proxies that are ours."""
    count = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops: list[str] = [
        hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()
    ]
    if count and len(hops) >= count:
        return str(hops[-count])
    return str(request.META.get("REMOTE_ADDR", ""))


def back_of(request: HttpRequest) -> str:
    """Return where the person came from, if it was one of our pages, else this page itself."""
    referrer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referrer, {request.get_host()}, require_https=request.is_secure()):
        return str(referrer)
    return request.get_full_path() if request.method == "POST" else "/"


def typed(request: HttpRequest) -> dict[str, str]:
    """Return what the person has typed, without what the browser added."""
    return {
        name: "\n".join(str(value) for value in values)
        for name, values in request.POST.lists()
        if name not in UNKEPT and any(values)
    }


def status_of(error: Refused) -> int:
    match error:
        case LinkUnknown():
            return 404
        case LinkRefused():
            return 410
        case TooOften():
            return 429
    return 409


def title_of(error: Refused) -> str:
    match error:
        case LinkRefused():
            return _("Odkaz nelze otevřít")
        case TooOften():
            return _("Chvilku počkejte")
        case Stale():
            return _("Text mezitím změnil někdo jiný")
        case Gone():
            return _("Už vyřízeno")
        case Blocked():
            return _("Tento krok teď nelze provést")
    return _("Nelze provést")


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """Say kindly why a deed was refused, what is missing, and give back what was typed."""
    kept = typed(request) if request.method == "POST" else {}
    if isinstance(error, Stale):
        if isinstance(request.user, Person) and kept:
            drafts.keep(person=request.user, path=request.path, content=kept, now=timezone.now())
        if error.yours:
            kept = {"": error.yours}
    context = {
        "title": title_of(error),
        "message": error.message,
        "blockers": getattr(error, "blockers", []),
        "kept": kept,
        "current": getattr(error, "current", ""),
        "back": back_of(request),
    }
    return render(request, "people/refused.html", context, status=status_of(error))


class PublicMixin(View):
    """A page that needs no account."""

    public = True

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)
        view.login_required = False  # type: ignore[attr-defined]  # read by LoginRequiredMiddleware
        return view


class ObjectMixin(View, Generic[M]):
    """Load `self.object` in `setup` by the key in the address, or answer 404."""

    model: type[M]
    object: M
    lookup = "pk"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(self.get_objects(), **{self.lookup: kwargs[self.lookup]})

    def get_objects(self) -> QuerySet[M]:
        return self.model._default_manager.all()  # noqa: SLF001 - the documented way in generic code

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"object": self.object, **context}


class RuleRequiredMixin(View):
    """Answer 403 unless `permission_required` holds for `self.object`; 404 where nobody may know of it."""

    permission_required: str
    unknown_to_others = False

    def permission_object(self) -> Any:
        return getattr(self, "object", None)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission_required, self.permission_object()):
            if self.unknown_to_others:
                raise Http404
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ActionMixin(View):
    """Turn a refusal of the office, wherever in the view it is said, into a page that says why."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)

        @wraps(view)
        def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except Refused as error:
                return refused(request, error)
            except TransitionNotAllowed:
                return refused(request, Gone())

        return answering


class FormView(ActionMixin, _FormView[F], Generic[F]):
    """A form whose mistakes are answered with 422 and everything that was typed."""

    def form_invalid(self, form: F) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class ListView(TemplateResponseMixin, ContextMixin, View, Generic[M]):
    """A list with a filter form, pages and an empty state."""

    filter_class: Any = None
    per_page = PER_PAGE

    def get_queryset(self) -> QuerySet[M]:
        raise NotImplementedError  # each list says what it lists

    def filtered(self, queryset: QuerySet[M], wanted: dict[str, Any]) -> QuerySet[M]:  # noqa: ARG002 - for views that filter
        """Narrow the list by the cleaned values of the filter form."""
        return queryset

    def known_count(self) -> int | None:
        """Return how many rows the whole list has, where the page counts them anyway."""
        return None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        queryset, form = self.get_queryset(), None
        if self.filter_class is not None:
            form = self.filter_class(request.GET or None)
            if form.is_bound and form.is_valid():
                queryset = self.filtered(queryset, form.cleaned_data)
        narrowed = form is not None and form.is_bound and any(form.data.get(name) for name in form.fields)
        page = paged(request, queryset, self.per_page, None if narrowed else self.known_count())
        return self.render_to_response(
            self.get_context_data(page=page, filter=form, narrowed=narrowed, **kwargs)
        )
