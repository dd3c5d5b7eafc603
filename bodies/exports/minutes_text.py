"""The minutes in plain Czech words, section by section: what a verifier reads and what is compared."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from people.enums import Side

Fields = list[list[str]]


def sections(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Write the whole minutes as sections of a frozen version; empty fields are left out."""
    made = [section("meeting", _("Údaje o jednání"), meeting_fields(content))]
    made.append(section("attendance", _("Účast"), attendance_fields(content["attendance"])))
    if content["opening"]:
        made.append(section("opening", _("Úvod"), [["", content["opening"]]]))
    made += [
        section(item["key"], item["title"], list(item_fields(item)), str(item["number"]))
        for item in content["items"]
    ]
    if content["closing"]:
        made.append(section("closing", _("Závěr"), [["", content["closing"]]]))
    return made


def section(key: str, title: str, fields: Fields, number: str = "") -> dict[str, Any]:
    return {
        "key": key,
        "kind": "part",
        "level": "",
        "depth": 0,
        "number": f"{number}." if number else "",
        "title": title,
        "fields": [[name, text] for name, text in fields if text],
    }


def day(value: dt.date | None) -> str:
    return f"{value.day}. {value.month}. {value.year}" if value else ""


def hour(value: dt.datetime | None) -> str:
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{local.hour}.{local.minute:02d}"


def meeting_fields(content: dict[str, Any]) -> Fields:
    meeting = content["meeting"]
    times = _("%(begun)s–%(ended)s") % {
        "begun": hour(meeting["begun_at"]),
        "ended": hour(meeting["ended_at"]),
    }
    return [
        [_("Orgán"), meeting["body"]],
        [_("Jednání"), meeting["name"]],
        [_("Den a čas"), f"{day(meeting['held_on'])}, {times}"],
        [_("Místo"), meeting["place"]],
        [_("Způsob"), str(meeting["form_label"])],
        [_("Předsedající"), meeting["chair"]],
        [_("Zapisovatel/ka"), meeting["minute_taker"]],
        [_("Ověřovatelé"), ", ".join(content["verifiers"])],
        [_("Proč bylo svoláno později"), meeting["short_notice_reason"]],
        [_("Ztráta usnášeníschopnosti"), hour(meeting["quorum_lost_at"])],
    ]


def attendance_fields(people: list[dict[str, Any]]) -> Fields:
    """List people by how they attended; whom a service user stands for is not written down."""
    groups: dict[str, list[str]] = {}
    for one in people:
        label = str(one.get("attendance_label") or _("účast nezapsána"))
        groups.setdefault(label, []).append(person_line(one))
    return [[label, "\n".join(lines)] for label, lines in groups.items()]


def person_line(one: dict[str, Any]) -> str:
    parts = [one["name"]]
    if one["represents"] and one["side"] != Side.USERS:
        parts.append(one["represents"])
    if one["deputy"]:
        parts.append(_("zastupuje %(name)s") % {"name": one["deputy"]})
    parts += [
        _("od %(start)s do %(end)s") % {"start": hour(stay["from"]), "end": hour(stay["to"])}
        if stay["to"]
        else _("od %(start)s") % {"start": hour(stay["from"])}
        for stay in one["stays"]
    ]
    return ", ".join(parts)


def item_fields(item: dict[str, Any]) -> Iterator[list[str]]:
    yield [_("Předkládá"), item["presenter"]]
    if item["is_withdrawn"]:
        yield [_("Projednání"), _("bod byl stažen z programu")]
    elif item["progress"] == "postponed":
        yield [_("Projednání"), str(item["progress_label"])]
    if item["document"] and item["version"]:
        about = _("%(title)s, %(number)s. verze") % {"title": item["document"], "number": item["version"]}
        yield [_("Předloha"), about]
    yield [_("Materiály"), ", ".join(item["papers"])]
    yield ["", item["record"]]
    lines = [
        ", ".join(part for part in (f"{one['name']} – {one['absence_label']}", one["note"]) if part)
        for one in item["absences"]
    ]
    yield [_("Neúčast u bodu a střet zájmů"), "\n".join(lines)]
    for ballot in item["ballots"]:
        yield [_("Hlasování č. %(n)d") % {"n": ballot["number"]}, ballot_text(ballot)]
    for n, one in enumerate(item["resolutions"], 1):
        yield [f"{str(one['word_label']).capitalize()} {one['number'] or f'({n})'}", resolution_text(one)]
    for task in item["tasks"]:
        yield [_("Úkol %(number)s") % {"number": task["number"]}, task_text(task)]


def explained(ballot: dict[str, Any]) -> str:
    """Tell a result as the chair would: the counts, who was there and what was needed."""
    text = _(
        "Pro %(yes)d, proti %(no)d, zdrželo se %(abstained)d, nehlasovalo %(silent)d. Přítomno "
        "%(present)d z %(all)d, usnášeníschopnost od %(quorum)d. K přijetí bylo potřeba nejméně hlasů: "
        "%(needed)d (%(rule)s)."
    )
    return text % {
        "yes": ballot["votes_for"],
        "no": ballot["votes_against"],
        "abstained": ballot["abstained"],
        "silent": ballot["not_voting"],
        "present": ballot["present_count"],
        "all": ballot["member_count"],
        "quorum": ballot["quorum_needed"],
        "needed": ballot["votes_needed"],
        "rule": ballot["majority_label"],
    }


def ballot_text(ballot: dict[str, Any]) -> str:
    lines = [f"{ballot['subject_label']}, {ballot['way_label']}: {ballot['wording']}", explained(ballot)]
    if not ballot["has_quorum"]:
        lines.append(_("Bez usnášeníschopnosti."))
    lines += [f"{one['name']}: {one['choice_label']}" for one in ballot["names"]]
    lines += [ballot["note"]] if ballot.get("note") else []
    return "\n".join([*lines, _("Výsledek: %(result)s.") % {"result": ballot["result_label"]}])


def resolution_text(one: dict[str, Any]) -> str:
    lines = [one["title"], *(f"{p['verb_label']} {p['text']}" for p in one["points"])]
    lines += [_("Schválené úpravy: %(text)s") % {"text": one["changes"]}] if one["changes"] else []
    return "\n".join(lines)


def task_text(task: dict[str, Any]) -> str:
    until = day(task["due_on"]) or str(task["due_label"])
    parts = [
        task["text"],
        _("odpovídá %(name)s") % {"name": task["responsible"]} if task["responsible"] else "",
    ]
    parts.append(_("spolupracuje %(name)s") % {"name": task["cooperating"]} if task["cooperating"] else "")
    return "; ".join([*(part for part in parts if part), _("termín: %(due)s") % {"due": until}])
