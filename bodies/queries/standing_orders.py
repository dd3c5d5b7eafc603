"""Rules of bodies: the shipped examples, and rules as one would say them."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bodies.enums import DayUnit, Quorum
from bodies.models import StandingOrders

FIXTURE = Path(__file__).parent.parent / "fixtures" / "standing_orders.json"
DATES = ("checked_on",)


@dataclass(frozen=True, slots=True)
class Profile:
    """Rules written down by somebody already: of an act, or of an office that published them."""

    key: str
    name: str
    kinds: tuple[str, ...]
    about: str
    rules: dict[str, Any]


@cache
def profiles() -> tuple[Profile, ...]:
    """Read the shipped profiles; the file says for each where its rules come from and when they were read."""
    rows = json.loads(FIXTURE.read_text(encoding="utf-8"))
    return tuple(
        Profile(row["key"], row["name"], tuple(row["kinds"]), row["about"], dated(row["rules"]))
        for row in rows
    )


def dated(rules: dict[str, Any]) -> dict[str, Any]:
    """Turn the dates of a file into dates."""
    return {
        name: dt.date.fromisoformat(value) if name in DATES and value else value
        for name, value in rules.items()
    }


def profile(key: str) -> Profile | None:
    return next((one for one in profiles() if one.key == key), None)


def profiles_for(kind: str) -> tuple[list[Profile], list[Profile]]:
    """Return the profiles made for a kind of body, and all the others."""
    fitting = [one for one in profiles() if kind in one.kinds]
    return fitting, [one for one in profiles() if one not in fitting]


def days(count: int, unit: str) -> str:
    """Say a number of days of some kind: "3 pracovní dny"."""
    if unit == DayUnit.WORKING:
        return ngettext("%(n)d pracovní den", "%(n)d pracovních dnů", count) % {"n": count}
    return ngettext("%(n)d den", "%(n)d dnů", count) % {"n": count}


def within(count: int, unit: str) -> str:
    """Say a term: "do 10 dnů"."""
    if unit == DayUnit.WORKING:
        return ngettext("do %(n)d pracovního dne", "do %(n)d pracovních dnů", count) % {"n": count}
    return ngettext("do %(n)d dne", "do %(n)d dnů", count) % {"n": count}


def in_words(rules: StandingOrders) -> list[tuple[str, str]]:
    """Say rules as pairs of a matter and a sentence, in the order in which a meeting needs them."""
    return [*before(rules), *deciding(rules), *after(rules)]


def before(rules: StandingOrders) -> Iterator[tuple[str, str]]:
    if rules.convened_by:
        yield _("Svolává"), rules.convened_by
    if rules.announce_days is not None:
        notice = days(rules.announce_days, rules.announce_unit)
        yield _("Oznámení"), _("nejpozději %(days)s před jednáním") % {"days": notice}
    papers = days(rules.papers_days, rules.papers_unit)
    yield _("Materiály"), _("nejpozději %(days)s před jednáním") % {"days": papers}
    proposals = days(rules.proposals_days, DayUnit.CALENDAR)
    yield _("Návrhy bodů"), _("nejpozději %(days)s před jednáním") % {"days": proposals}
    is_open = _("veřejná") if rules.is_public else _("neveřejná")
    yield _("Jednání"), f"{is_open}, {rules.get_remote_display()}"


def deciding(rules: StandingOrders) -> Iterator[tuple[str, str]]:
    quorum = rules.get_quorum_display()
    if rules.quorum != Quorum.NONE and rules.is_statutory:
        quorum = _("%(quorum)s, jinak nelze rozhodnout") % {"quorum": quorum}
    yield _("Usnášeníschopnost"), quorum
    yield _("Většina"), rules.get_majority_display()
    if rules.substitute_days is not None:
        yield _("Náhradní jednání"), within(rules.substitute_days, DayUnit.CALENDAR)
    if rules.per_rollam:
        term = days(rules.per_rollam_days, DayUnit.CALENDAR)
        yield _("Hlasování mimo jednání"), _("ano, lhůta %(days)s") % {"days": term}
    else:
        yield _("Hlasování mimo jednání"), _("ne")
    yield _("Výstup"), str(rules.get_output_word_display())
    yield _("Vzor čísla"), rules.numbering or _("píše se ručně")


def after(rules: StandingOrders) -> Iterator[tuple[str, str]]:
    due = within(rules.minutes_days, rules.minutes_unit)
    yield _("Zápis"), _("%(within)s po jednání") % {"within": due}
    verifiers = ngettext("%(n)d ověřovatel", "%(n)d ověřovatelů", rules.verifier_count)
    yield _("Ověření zápisu"), verifiers % {"n": rules.verifier_count} if rules.verifier_count else _("ne")
    remarks = _("Námitky k zápisu") if rules.body.is_council else _("Připomínky k zápisu")
    if rules.comment_days:
        term = days(rules.comment_days, DayUnit.CALENDAR)
        yield remarks, _("%(days)s od rozeslání") % {"days": term}
    else:
        yield remarks, _("zápis se členům před ověřením neposílá")
    yield _("Zveřejnění zápisu"), _("ano, bez osobních údajů") if rules.publishes_minutes else _("ne")
