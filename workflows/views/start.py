"""A new edition of a plan: which kind, how it is approved, which items of the plan it takes up."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.errors import Blocker
from people.web import AuthenticatedRequest, FormView, done
from workflows.actions import choosing
from workflows.actions import edition as editions
from workflows.enums import EditionKind, Permission
from workflows.forms.start import ChoiceForm, ItemsForm, StartForm, paths_for
from workflows.guards.start import start_blockers, years_of
from workflows.models import Edition
from workflows.queries.choice import Choice, choices, only_here
from workflows.queries.validity import base_of, newest_text
from workflows.views.content import may_write
from workflows.web import EditionMixin, PlanMixin

F = TypeVar("F", bound=ItemsForm)

K = EditionKind
ABOUT = {
    K.ORIGINAL: gettext_lazy("První znění plánu. Začíná se s prázdným textem."),
    K.UPDATE: gettext_lazy("Nové znění textu a opatření. Až začne platit, nahradí dnešní text."),
    K.EXTENSION: gettext_lazy("Plán platí déle. Nové datum konce určíte na stránce platnosti."),
    K.ACTION_PLAN: gettext_lazy(
        "Co se z plánu udělá v jednom roce a za kolik. Má-li už rok akční plán, vznikne jeho aktualizace."
    ),
    K.NETWORK: gettext_lazy("Základní síť a zásobník služeb jako příloha plánu s vlastní platností."),
    K.EVALUATION: gettext_lazy("Jak se plán plnil: za jeden rok, nebo závěrečné, které plán uzavře."),
}
OF_YEARS = (K.ACTION_PLAN, K.EVALUATION)


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of edition on the list: what it is, what it starts from, what stands in its way."""

    kind: EditionKind
    about: str
    base: Edition | None
    missing: list[Blocker]
    years: range | None


def offers(plan: Any, known: list[Edition]) -> list[Offer]:
    """Return the kinds that a plan may have, with the years of those that are made for a year."""
    found = []
    for kind in K:
        years = years_of(plan, known) if kind in OF_YEARS else None
        # The year is chosen on the page; what stands in the way of one year is said on the next page.
        asked = years[0] if years and kind == K.ACTION_PLAN else None
        missing = start_blockers(plan, known, kind, asked)
        if years:
            missing = [one for one in missing if one.code != "prepared"]
        if any(one.code == "original_once" for one in missing):
            continue
        found.append(Offer(kind, str(ABOUT[kind]), base_of(known, kind, None), missing, years))
    return found


class ItemsView(FormView[F], Generic[F]):
    """A form of items where a button beside an item ticks all below it; what was filled in stays."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if word := request.POST.get("tick"):
            form = self.get_form()
            form.tick(word)
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)


class EditionNew(PlanMixin, ItemsView[StartForm]):
    """Without a kind in the address a list of kinds, with it the form."""

    request: AuthenticatedRequest
    form_class = StartForm
    kind: EditionKind | None = None
    year: int | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        wanted, year = request.GET.get("druh", ""), request.GET.get("rok", "").strip()
        if wanted and wanted not in K.values:
            raise Http404
        self.kind = K(wanted) if wanted else None
        self.year = int(year) if year.isdecimal() and len(year) <= len("2027") else None
        self.known = list(self.object.editions.select_related("plan").order_by("pk"))

    def get_template_names(self) -> list[str]:
        return ["workflows/start/form.html" if self.kind else "workflows/start/kinds.html"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.kind is None:
            raise Http404
        return super().post(request, *args, **kwargs)

    def base(self) -> Edition | None:
        return base_of(self.known, self.kind, self.year) if self.kind else None

    def rows(self) -> list[Choice] | None:
        """Return the items to choose from; only the first action plan of a year is chosen."""
        base = self.base()
        if self.kind != K.ACTION_PLAN or base is None or base.kind == K.ACTION_PLAN or self.year is None:
            return None
        return choices(base, self.year)

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        paths = paths_for(self.object, self.kind, today) if self.kind else []
        return {**super().get_form_kwargs(), "rows": self.rows(), "paths": paths}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.kind is None:
            return super().get_context_data(form=None, offers=offers(self.object, self.known), **kwargs)
        about = Edition(kind=self.kind, year=self.year)
        return super().get_context_data(
            kind=self.kind,
            year=self.year,
            about=about,
            base=self.base(),
            missing=start_blockers(self.object, self.known, self.kind, self.year),
            **kwargs,
        )

    def form_valid(self, form: StartForm) -> HttpResponse:
        keys: set[UUID] | None = form.cleaned_data.get("keys")
        assert self.kind is not None  # noqa: S101 - post answers 404 without a kind
        edition = editions.start(
            plan=self.object,
            kind=self.kind,
            year=self.year,
            path=form.cleaned_data["path"],
            keys=keys,
            by=self.request.user,
            now=self.now,
        )
        address = f"{reverse('plans:detail', args=[self.object.slug])}?zneni={edition.pk}"
        text = _("Založeno: %(label)s. Teď můžete psát text a určit, kdo se vyjádří.")
        return done(self.request, text % {"label": edition.label}, address)


class EditionItems(EditionMixin, ItemsView[ChoiceForm]):
    """Items of the plan in an action plan that is being written."""

    request: AuthenticatedRequest
    permission_required = Permission.EDIT_CONTENT
    form_class = ChoiceForm
    template_name = "workflows/start/items.html"
    tab = "items"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        source = newest_text(self.plan)
        if self.object.kind != K.ACTION_PLAN or self.object.year is None or source is None:
            raise Http404
        source.plan = self.plan
        self.source, self.year = source, self.object.year

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = choices(self.source, self.year, self.object)
        return {**super().get_form_kwargs(), "rows": rows}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            source=self.source,
            year=self.year,
            own=only_here(self.source, self.object),
            may_write=may_write(self),
            **kwargs,
        )

    def form_valid(self, form: ChoiceForm) -> HttpResponse:
        came, went = choosing.choose_items(
            edition=self.object, **form.cleaned_data, by=self.request.user, now=self.now
        )
        text = _("Uloženo. Přidáno položek: %(came)d, odebráno: %(went)d.")
        return done(self.request, text % {"came": came, "went": went}, self.url("items"))
