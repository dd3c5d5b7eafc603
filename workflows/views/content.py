"""The text of an edition: chapters and the tree of items, read and written."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from bodies.queries.action_item import WEEK, serving
from people.errors import Gone
from people.models import Person
from people.web import ActionMixin, AuthenticatedRequest, FormView, done
from workflows.actions import content
from workflows.enums import EditionKind, FundingSource, Permission
from workflows.forms.content import (
    CostFormSet,
    IndicatorFormSet,
    ItemForm,
    PartForm,
    costs_from,
    costs_of,
    indicators_from,
    indicators_of,
    initial_of,
)
from workflows.models import Item, ItemReport, Plan, TextPart
from workflows.queries.evaluation_tables import FIGURED, figures_of, sections_of
from workflows.queries.generation import CHAPTER, chapter_of
from workflows.queries.report import municipalities_of
from workflows.queries.snapshot import tree
from workflows.queries.validity import TEXT_KINDS
from workflows.web import EditionMixin


def may_write(view: EditionMixin) -> bool:
    """Say whether the person may write the text now: by who they are and by the edition's state."""
    edition = view.object
    allowed = view.request.user.has_perm(Permission.EDIT_CONTENT, edition)
    return allowed and (
        edition.content_is_open or any(d.awaits_amended_text for d in edition.decisions.all())
    )


class Text(EditionMixin, TemplateView):
    """The chapters of an edition."""

    template_name = "workflows/content/text.html"
    tab = "text"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = list(self.object.parts.all())
        return super().get_context_data(
            parts=parts, tables=sections_of(self.object), may_write=may_write(self), **kwargs
        )


class PartWrite(EditionMixin, FormView[PartForm]):
    request: AuthenticatedRequest
    permission_required = Permission.EDIT_CONTENT
    form_class = PartForm
    template_name = "workflows/content/part.html"
    tab = "text"
    part: TextPart

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        part = TextPart.objects.filter(edition=self.object, key=kwargs["key"]).first()
        if part is None:
            raise Http404
        self.part = part

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.text(), "read_at": self.part.revision}

    def text(self) -> str:
        """Return the chapter; where the person wishes so, with what the program can add put after it."""
        if not self.request.GET.get("cisla"):
            return self.part.text
        return "\n\n".join(filter(None, [self.part.text, self.addition()]))

    def addition(self) -> str:
        """Write what can be added: figures of an evaluation, or the evaluation of the plan before."""
        if self.follows:
            return chapter_of(self.follows, timezone.localdate(self.now))
        return figures_of(self.object).get(self.part.key, "")

    @property
    def follows(self) -> Plan | None:
        """Return the plan of which the chapter tells what became of it."""
        tells = self.part.key == CHAPTER and self.object.kind in TEXT_KINDS
        return self.plan.predecessor if tells else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has_figures = self.object.kind == EditionKind.EVALUATION and self.part.key in FIGURED
        return super().get_context_data(
            part=self.part, has_figures=has_figures, follows=self.follows, **kwargs
        )

    def form_valid(self, form: PartForm) -> HttpResponse:
        content.write_part(part=self.part, **form.cleaned_data, by=self.request.user, now=self.now)
        return done(self.request, _("Kapitola je uložena."), self.url("text"))


class Items(EditionMixin, TemplateView):
    """The tree of items with sums of money by year."""

    template_name = "workflows/content/items.html"
    tab = "items"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = tree(self.object)
        for item in items:
            item.level = self.plan.level_name(item.depth)  # type: ignore[attr-defined]
        return super().get_context_data(
            items=items,
            sums=sums_of(items),
            sources=FundingSource,
            deepest=len(self.plan.levels) - 1,
            first_level=self.plan.level_name(0),
            may_write=may_write(self),
            **kwargs,
        )


def sums_of(items: list[Item]) -> list[tuple[int, Decimal]]:
    """Add up planned money by year."""
    by_year: dict[int, Decimal] = defaultdict(Decimal)
    for item in items:
        for cost in item.costs.all():
            by_year[cost.year] += cost.amount
    return sorted(by_year.items())


class ItemMixin(EditionMixin):
    """A page of one item, found by its stable key."""

    tab = "items"
    item: Item

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = Item.objects.filter(edition=self.object, key=kwargs["key"]).select_related(
            "implementer", "parent"
        )
        if (item := found.first()) is None:
            raise Http404
        self.item = item

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        level = self.plan.level_name(self.item.depth)
        return super().get_context_data(item=self.item, level=level, **kwargs)


class ItemDetail(ItemMixin, TemplateView):
    template_name = "workflows/content/item.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = Item.objects.filter(key=self.item.key).exclude(pk=self.item.pk)
        person = self.request.user
        today = timezone.localdate(self.now)
        return super().get_context_data(
            tasks=serving(str(self.item.key), person, today) if isinstance(person, Person) else [],
            today=today,
            soon=today + WEEK,
            may_write=may_write(self),
            children=self.item.children.order_by("order", "pk"),
            elsewhere=others.select_related("edition__plan").order_by("-edition__created_at"),
            **kwargs,
        )


class ItemFormView(EditionMixin, FormView[ItemForm]):
    """A form of an item with rows of money and indicators; all three must be right, nothing typed is lost."""

    request: AuthenticatedRequest
    permission_required = Permission.EDIT_CONTENT
    form_class = ItemForm
    template_name = "workflows/content/item_form.html"
    tab = "items"

    def rows(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        return [], []

    def formsets(self, data: Any = None) -> tuple[Any, Any]:
        costs, indicators = self.rows()
        kwargs = {"municipalities": municipalities_of(self.plan)}
        return (
            CostFormSet(data, prefix="costs", initial=costs, form_kwargs=kwargs),
            IndicatorFormSet(data, prefix="indicators", initial=indicators),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "costs" not in kwargs:
            kwargs["costs"], kwargs["indicators"] = self.formsets()
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        form, (costs, indicators) = self.get_form(), self.formsets(request.POST)
        if all([form.is_valid(), costs.is_valid(), indicators.is_valid()]):
            return self.save(form.cleaned_data, costs, indicators)
        context = self.get_context_data(form=form, costs=costs, indicators=indicators)
        return self.render_to_response(context, status=422)

    def save(self, data: dict[str, Any], costs: Any, indicators: Any) -> HttpResponse:
        raise NotImplementedError  # adding and writing each say how

    def words(self, data: dict[str, Any], costs: Any, indicators: Any) -> dict[str, Any]:
        """Sort the cleaned form into the arguments of the action."""
        values = {k: v for k, v in data.items() if k not in ("target_groups", "service_kinds", "read_at")}
        return {
            "values": values,
            "target_groups": data["target_groups"],
            "service_kinds": data["service_kinds"],
            "costs": costs_from(costs),
            "indicators": indicators_from(indicators),
        }


class ItemAdd(ItemFormView):
    parent: Item | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if key := request.GET.get("pod"):
            rows = Item.objects.filter(edition=self.object)
            self.parent = next((i for i in rows if str(i.key) == key), None)
            if self.parent is None:
                raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        depth = self.parent.depth + 1 if self.parent else 0
        return super().get_context_data(parent=self.parent, level=self.plan.level_name(depth), **kwargs)

    def save(self, data: dict[str, Any], costs: Any, indicators: Any) -> HttpResponse:
        same = Item.objects.filter(edition=self.object, parent=self.parent, title=data["title"])
        if same.filter(description=data["description"]).exists():
            raise Gone(_("Taková položka už v textu je, nejspíš jste formulář odeslali dvakrát."))
        words = self.words(data, costs, indicators)
        item = content.add_item(
            edition=self.object, parent=self.parent, by=self.request.user, now=self.now, **words
        )
        return done(self.request, _("Přidáno pod číslem %(n)s.") % {"n": item.number}, self.url("items"))


class ItemWrite(ItemMixin, ItemFormView):
    permission_required = Permission.EDIT_CONTENT

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.item)

    def rows(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        return costs_of(self.item), indicators_of(self.item)

    def save(self, data: dict[str, Any], costs: Any, indicators: Any) -> HttpResponse:
        words = self.words(data, costs, indicators)
        read_at = data["read_at"] if data["read_at"] is not None else -1
        content.write_item(item=self.item, read_at=read_at, by=self.request.user, now=self.now, **words)
        return done(self.request, _("Uloženo."), self.url("item", self.item.key))


class ItemShift(ItemMixin, ActionMixin, View):
    """Move an item one place among its siblings."""

    request: AuthenticatedRequest
    permission_required = Permission.EDIT_CONTENT

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        up = request.POST.get("direction") == "up"
        content.shift_item(item=self.item, up=up, by=self.request.user, now=self.now)
        return done(self.request, "", self.url("items"))


class ItemRemove(ItemMixin, ActionMixin, TemplateView):
    """Take an item out of the text; asks first."""

    request: AuthenticatedRequest
    permission_required = Permission.EDIT_CONTENT
    template_name = "workflows/content/remove.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reports = ItemReport.objects.filter(plan=self.plan, key=self.item.key).order_by("year")
        return super().get_context_data(reported=list(reports.values_list("year", flat=True)), **kwargs)

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        content.remove_item(item=self.item, by=self.request.user, now=self.now)
        return done(self.request, _("Položka je odebrána, dřívější verze ji mají dál."), self.url("items"))
