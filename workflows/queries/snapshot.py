"""The content of an edition as data: what a version freezes, compares and proves."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from people.alphabet import place
from workflows.enums import EditionKind, NetworkTier
from workflows.models import Edition, Indicator, Item, ItemCost, NetworkService

FORMAT = 1


def amount(value: Decimal | None) -> str:
    """Write a number as it is printed in Czech, without needless zeros."""
    if value is None:
        return ""
    return f"{value.normalize():,f}".replace(",", "\u00a0").replace(".", ",")


def money_text(money: Decimal | None) -> str:
    """Write money as it is printed in Czech: whole crowns, or crowns with both digits of hellers."""
    if money is None or money == money.to_integral_value():
        return amount(money)
    return f"{money:,.2f}".replace(",", "\u00a0").replace(".", ",")


def ordered(items: list[Item]) -> list[Item]:
    """Return items in the order of the printed tree: parents before children, siblings by order."""
    children: dict[int | None, list[Item]] = defaultdict(list)
    for item in items:
        children[item.parent_id].append(item)
    found: list[Item] = []

    def walk(parent: int | None) -> None:
        for item in sorted(children[parent], key=lambda i: (i.order, i.pk)):
            found.append(item)
            walk(item.pk)

    walk(None)
    return found


def tree(edition: Edition) -> list[Item]:
    """Load all items of an edition in printed order, with everything that is shown, in five queries."""
    rows = (
        Item.objects.filter(edition=edition)
        .select_related("implementer")
        .prefetch_related("target_groups", "service_kinds", "costs__municipality", "indicators")
    )
    return ordered(list(rows))


def snapshot_of(edition: Edition, more: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
    """Write an edition as a snapshot; Czech is the language of record whoever submits it.

    `more` are sections computed elsewhere, as the tables of an evaluation; they come last.
    """
    with override("cs"):
        return {
            "format": FORMAT,
            "title": edition.plan.title,
            "edition": edition.label,
            "period": edition.plan.period,
            "territory": edition.plan.territory.name,
            "sections": [
                *(part_section(p.key, p.title, p.text) for p in edition.parts.all()),
                *(item_section(item, edition.plan.level_name(item.depth)) for item in tree(edition)),
                *(service_sections(edition) if edition.kind == EditionKind.NETWORK else ()),
                *more,
            ],
        }


def service_sections(edition: Edition) -> list[dict[str, Any]]:
    """Write a network: each tier with its services, in two queries."""
    rows = edition.services.select_related("provider", "kind", "territory")
    services = list(rows.prefetch_related("target_groups").order_by("tier", "order", "pk"))
    found = []
    with override("cs"):
        for tier in NetworkTier:
            here = [one for one in services if one.tier == tier]
            said = _("počet služeb: %(n)d") % {"n": len(here)}
            found.append(part_section(f"tier-{tier.value}", str(tier.label).capitalize(), said))
            found += [service_section(one) for one in here]
    return found


def service_section(service: NetworkService) -> dict[str, Any]:
    """Write one service; it has no number, so that a new one does not renumber all those after it."""
    fields = [
        [_("Zařazení"), service.get_tier_display()],
        [_("Poskytovatel"), service.provider.name],
        [_("Identifikátor"), service.identifier],
        [_("Druh služby"), f"{service.kind.name} ({service.kind.paragraph})"],
        [_("Forma"), service.get_form_display()],
        [_("Kapacita"), f"{amount(service.capacity)} ({service.unit})".removesuffix("()").strip()],
        [_("Cílové skupiny"), ", ".join(sorted((g.name for g in service.target_groups.all()), key=place))],
        [_("Kde působí"), service.territory.name if service.territory else ""],
        [_("V síti od"), f"{service.since:%-d. %-m. %Y}" if service.since else ""],
        [_("V síti do"), f"{service.until:%-d. %-m. %Y}" if service.until else ""],
        [_("Poznámka"), service.note],
    ]
    return {
        "key": str(service.key),
        "kind": "service",
        "level": str(service.get_tier_display()),
        "depth": 1,
        "number": "",
        "title": service.name,
        "fields": [[name, text] for name, text in fields if text],
    }


def part_section(key: str, title: str, text: str) -> dict[str, Any]:
    return {
        "key": key,
        "kind": "part",
        "level": "",
        "depth": 0,
        "number": "",
        "title": title,
        "fields": [["", text]],
    }


def item_section(item: Item, level: str) -> dict[str, Any]:
    """Write one item; empty fields are left out, so that a version shows what was really there."""
    fields = [
        [_("Popis a zdůvodnění"), item.description],
        [_("Cílové skupiny"), ", ".join(sorted((g.name for g in item.target_groups.all()), key=place))],
        [_("Druhy služeb"), ", ".join(sorted((k.name for k in item.service_kinds.all()), key=place))],
        [_("Realizátor"), item.implementer.name if item.implementer else ""],
        [_("Partneři"), item.partners],
        [_("Garant opatření"), item.guarantor],
        [_("Harmonogram"), item.timetable],
        [_("Výstupy"), item.outputs],
        [_("Rizika"), item.risks],
        [_("Odpovídá na potřebu"), item.needs],
        [_("Předpokládané náklady"), "\n".join(cost_line(c) for c in item.costs.all())],
        [_("Ukazatele"), "\n".join(indicator_line(i) for i in item.indicators.all())],
    ]
    return {
        "key": str(item.key),
        "kind": "item",
        "level": level,
        "depth": item.depth,
        "number": item.number,
        "title": item.title,
        "fields": [[name, text] for name, text in fields if text],
    }


def cost_line(cost: ItemCost) -> str:
    who = f" ({cost.municipality.name})" if cost.municipality else ""
    return f"{cost.year}: {cost.get_source_display()}{who} {money_text(cost.amount)} Kč"


def indicator_line(indicator: Indicator) -> str:
    return _("%(name)s: z %(baseline)s na %(target)s (%(unit)s)") % {
        "name": indicator.name,
        "baseline": amount(indicator.baseline) or "?",
        "target": amount(indicator.target) or "?",
        "unit": indicator.unit,
    }
