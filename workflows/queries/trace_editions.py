"""How an item went through the texts: added, changed, moved, left out, with what it cost."""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.templatetags.triada import cdate
from workflows.models import Edition, Item
from workflows.queries.snapshot import amount, money_text
from workflows.queries.trace_rows import Consulted, Fact, Found, chooses, is_approved

TEXTS = {
    "description": gettext_lazy("popis a zdůvodnění"),
    "needs": gettext_lazy("na jakou potřebu odpovídá"),
    "partners": gettext_lazy("partneři"),
    "guarantor": gettext_lazy("garant"),
    "timetable": gettext_lazy("harmonogram"),
    "outputs": gettext_lazy("výstupy"),
    "risks": gettext_lazy("rizika"),
}


def edition_facts(found: Found) -> list[Fact]:
    """Tell every text that the item stands in or was left out of."""
    stood = [stands(found, item) for item in found.items.values()]
    shown = [consulted(one) for one in found.consulted]
    return [*stood, *shown, *(dropped(found, edition) for edition in found.left)]


def stands(found: Found, item: Item) -> Fact:
    """Tell how the item stands in one text, against the text that this one began from."""
    edition = item.edition
    before = found.items.get(edition.based_on_id or 0)
    if before is None:
        word, lines = _("přidáno"), first_words(item)
    else:
        years = years_compared(before, item)
        lines = differences(before, item, years)
        word = word_of(before, item, lines)
    return told(found, edition, word, lines, address(found, item))


def word_of(before: Item, item: Item, lines: list[str]) -> str:
    """Say in a word what became of an item from one text to the next."""
    if before.edition.plan_id != item.edition.plan_id:
        return _("převzato z předchozího plánu")
    if chooses(item.edition, before.edition):
        return _("zařazeno na rok %(year)d") % {"year": item.edition.year}
    if key_above(before) != key_above(item):
        return _("přesunuto")
    return _("změněno") if lines else _("beze změny")


def dropped(found: Found, edition: Edition) -> Fact:
    """Tell a text that began from one with the item and does not have it."""
    before = edition.based_on
    follows = before is not None and before.plan_id != edition.plan_id
    word = _("do nového plánu nepřevzato") if follows else _("vypuštěno")
    address = f"{reverse('plans:detail', args=[edition.plan.slug])}?zneni={edition.pk}"
    return told(found, edition, word, [], address)


def told(found: Found, edition: Edition, word: str, lines: list[str], url: str) -> Fact:
    version = found.version(edition)
    said = {"n": version[0], "day": cdate(timezone.localdate(version[1]))} if version else {}
    return Fact(
        on=edition.adopted_on or timezone.localdate(edition.created_at),
        kind="edition",
        text=f"{capitalised(edition.label)}: {word}",
        plan=edition.plan,
        url=url,
        note=_("verze %(n)d z %(day)s") % said if version else "",
        lines=tuple(lines),
        tag="" if is_approved(edition) else edition.get_state_display(),
    )


def consulted(one: Consulted) -> Fact:
    """Tell a draft as the public was shown it, without what is being written after that."""
    edition, version = one.edition, one.version
    said = {"n": version.number, "day": cdate(timezone.localdate(version.frozen_at))}
    return Fact(
        on=timezone.localdate(version.frozen_at),
        kind="edition",
        text=_("%(label)s: v návrhu k připomínkám") % {"label": capitalised(edition.label)},
        plan=edition.plan,
        url=f"{reverse('public:text', args=[edition.plan.slug, edition.pk])}#{one.section['key']}",
        note=_("verze %(n)d z %(day)s") % said,
        lines=(f"{one.section['number']} {one.section['title']}".strip(),),
        tag=edition.get_state_display(),
    )


def address(found: Found, item: Item) -> str:
    """Return where the text is read: the approved one anybody reads, the draft those who write it."""
    edition = item.edition
    if is_approved(edition) and not found.eyes.inside(edition.plan):
        return f"{reverse('public:text', args=[edition.plan.slug, edition.pk])}#{item.key}"
    return reverse("plans:item", args=[edition.plan.slug, edition.pk, item.key])


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- what differs ---------------------------------------------------------------------------------


def first_words(item: Item) -> list[str]:
    """Tell an item that is new: its number and name, who does it, what it is to cost."""
    said = [f"{item.number} {item.title}".strip()]
    if item.implementer:
        said.append(_("realizátor: %(name)s") % {"name": item.implementer.name})
    return [*said, *(f"{year}: {crowns(money)}" for year, money in sorted(sums(item).items()))]


def years_compared(before: Item, item: Item) -> Collection[int] | None:
    """Return the years whose money is compared: a year's plan has one, the next generation its own."""
    edition = item.edition
    if before.edition.plan_id != edition.plan_id:
        return sums(item).keys()
    return {edition.year} if chooses(edition, before.edition) and edition.year else None


def differences(before: Item, item: Item, years: Collection[int] | None) -> list[str]:
    """Tell in sentences what differs between two wordings of an item."""
    return [
        *changed(_("název"), before.title, item.title),
        *changed(_("číslo"), before.number, item.number),
        *moved(before, item),
        *changed(_("realizátor"), name_of(before.implementer), name_of(item.implementer)),
        *rewritten(before, item),
        *money_changes(before, item, years),
        *indicator_changes(before, item),
    ]


def changed(name: str, before: str, after: str) -> list[str]:
    return [f"{name}: {before or '–'} → {after or '–'}"] if before != after else []


def name_of(thing: Any) -> str:
    return str(thing.name) if thing else ""


def key_above(item: Item) -> Any:
    return item.parent.key if item.parent else None


def moved(before: Item, item: Item) -> list[str]:
    if key_above(before) == key_above(item):
        return []
    if item.parent is None:
        return [_("přesunuto na nejvyšší úroveň")]
    return [_("přesunuto pod: %(parent)s") % {"parent": f"{item.parent.number} {item.parent.title}".strip()}]


def rewritten(before: Item, item: Item) -> list[str]:
    """Name the texts that were rewritten; what they say is in the versions."""
    names = [str(name) for field, name in TEXTS.items() if getattr(before, field) != getattr(item, field)]
    for name, field in ((_("cílové skupiny"), "target_groups"), (_("druhy služeb"), "service_kinds")):
        if {one.pk for one in getattr(before, field).all()} != {one.pk for one in getattr(item, field).all()}:
            names.append(name)
    return [_("přepsáno: %(names)s") % {"names": ", ".join(names)}] if names else []


def sums(item: Item) -> dict[int, Decimal]:
    """Add up an item's planned money by year."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    for cost in item.costs.all():
        found[cost.year] += cost.amount
    return dict(found)


def crowns(money: Decimal | None) -> str:
    return f"{money_text(money)} Kč" if money is not None else "–"


def money_changes(before: Item, item: Item, years: Collection[int] | None) -> list[str]:
    old, new = sums(before), sums(item)
    wanted = sorted({*old, *new}) if years is None else sorted(years)
    return [
        _("peníze %(year)s: %(before)s → %(after)s")
        % {"year": year, "before": crowns(old.get(year)), "after": crowns(new.get(year))}
        for year in wanted
        if old.get(year) != new.get(year)
    ]


def indicator_changes(before: Item, item: Item) -> list[str]:
    """Tell indicators that came, went, or have another target."""
    old = {one.key: one for one in before.indicators.all()}
    new = {one.key: one for one in item.indicators.all()}
    came = [one.name for key, one in new.items() if key not in old]
    went = [one.name for key, one in old.items() if key not in new]
    lines = [_("nový ukazatel: %(name)s") % {"name": name} for name in came]
    lines += [_("zrušen ukazatel: %(name)s") % {"name": name} for name in went]
    for key, one in new.items():
        if key in old:
            name = _("cíl ukazatele %(name)s") % {"name": one.name}
            lines += changed(name, amount(old[key].target), amount(one.target))
    return lines
