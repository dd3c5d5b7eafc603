"""What happened to a plan and its editions, told from the journal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.enums import Side
from people.models import JournalEntry
from workflows.enums import EditionState, Outcome, Verdict
from workflows.models import Edition, Plan

SENTENCES = {
    "plan.created": _("Založen návrh plánu"),
    "plan.kept_elsewhere": _("Zapsán plán vedený jinde"),
    "plan.file_kept": _("Uložen soubor s plánem"),
    "plan.described": _("Upraven popis plánu"),
    "plan.appointed": _("Změněni lidé plánu"),
    "plan.funded": _("Připojen projekt"),
    "plan.publicity_written": _("Upravena věta povinné publicity"),
    "plan.logo_added": _("Přidáno logo projektu"),
    "plan.logo_removed": _("Odebráno logo projektu"),
    "plan.decision": _("Zapsáno rozhodnutí k plánu"),
    "plan.in_force": _("Plán je v platnosti"),
    "plan.evaluating": _("Začalo závěrečné vyhodnocení plánu"),
    "plan.closed": _("Plán je ukončen"),
    "plan.followed": _("Založen nový cyklus"),
    "plan.reports_imported": _("Zapsána hlášení o plnění ze sešitu"),
    "plan.report_removed": _("Smazáno hlášení o plnění"),
    "report.written": _("Zapsáno hlášení"),
    "report.rewritten": _("Přepsáno hlášení"),
    "edition.started": _("Založeno znění"),
    "edition.content_copied": _("Převzat obsah předchozího znění"),
    "edition.items_chosen": _("Vybrány položky na rok"),
    "edition.submit_to_triad": _("Předáno triádě"),
    "edition.open_consultation": _("Vyhlášeno připomínkové řízení"),
    "edition.extend_consultation": _("Prodlouženo připomínkové řízení"),
    "edition.close_consultation": _("Skončilo připomínkové řízení"),
    "edition.start_settlement": _("Přešlo se k vypořádání"),
    "edition.submit_for_approval": _("Předáno ke schválení"),
    "edition.record_decision": _("Zapsáno rozhodnutí"),
    "edition.adopt": _("Schváleno"),
    "edition.reject": _("Neschváleno"),
    "edition.make_effective": _("Uvedeno v platnost"),
    "edition.supersede": _("Nahrazeno novým zněním"),
    "edition.return_for_rework": _("Vráceno k přepracování"),
    "edition.withdraw": _("Staženo"),
    "edition.validity_set": _("Určena platnost"),
    "edition.published": _("Zveřejněno"),
    "review.named": _("Určen/a k vyjádření"),
    "review.unnamed": _("Už není určen/a k vyjádření"),
    "review.answered": _("Vyjádření"),
    "review.excused": _("Omluven/a z vyjádření"),
    "review.settled": _("Vypořádána výhrada"),
    "opinion.given": _("Zapsáno stanovisko"),
    "opinion.numbered": _("Doplněno číslo stanoviska"),
    "decision.numbered": _("Doplněno číslo usnesení"),
    "decision.amended_text": _("Uloženo schválené znění s úpravami"),
    "part.written": _("Upraven text"),
    "item.added": _("Přidána položka"),
    "item.written": _("Upravena položka"),
    "item.moved": _("Přesunuta položka"),
    "item.removed": _("Odebrána položka"),
    "service.added": _("Přidána služba do sítě"),
    "service.written": _("Upravena služba v síti"),
    "service.moved": _("Změněno zařazení služby"),
    "service.removed": _("Odebrána služba ze sítě"),
}
# Writing of the text would drown the rest; the full history shows it.
SMALL = (
    *("part.written", "item.added", "item.written", "item.moved", "item.removed"),
    *("service.added", "service.written", "service.moved", "service.removed"),
)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history."""

    at: datetime
    text: str
    who: str = ""
    note: str = ""
    url: str = ""


def entries(plan: Plan, editions: list[Edition]) -> QuerySet[JournalEntry]:
    """Return the journal of a plan and its editions, newest first."""
    subjects = Q(subject_kind="plan", subject_id=plan.pk)
    subjects |= Q(subject_kind="edition", subject_id__in=[e.pk for e in editions])
    rows = JournalEntry.objects.filter(subjects).select_related("by", "personal")
    return rows.order_by("-at", "-pk")


def told(entry: JournalEntry, *, with_personal: bool) -> Event:
    """Tell one entry of the journal in a sentence; free text only to those who may read it."""
    text = str(SENTENCES.get(entry.kind, entry.kind))
    detail = detail_of(entry.kind, entry.data)
    note = ""
    personal = getattr(entry, "personal", None)
    if with_personal and personal is not None and personal.content:
        note = " ".join(str(v) for v in personal.content.values() if v)
    who = entry.by.short if entry.by and with_personal else ""
    output = entry.data.get("resolution")
    url = reverse("resolutions:detail", args=[output]) if output and with_personal else ""
    return Event(entry.at, f"{text}: {detail}" if detail else text, who, note, url)


def detail_of(kind: str, data: dict[str, Any]) -> str:
    """Add what the entry holds in words of the program."""
    found: list[str] = []
    if kind == "review.answered":
        found = [f"{Side(data['side']).label} – {Verdict(data['verdict']).label}"]
    elif data.get("outcome"):
        found = [str(Outcome(data["outcome"]).label), str(data.get("number", ""))]
    elif kind == "opinion.given":
        found = [str(Verdict(data["verdict"]).label)]
    elif "version" in data:
        found = [str(_("verze %(n)s") % {"n": data["version"]})]
    elif data.get("number"):
        found = [str(data["number"])]
    elif kind == "edition.return_for_rework":
        found = [str(EditionState(data["from"]).label)]
    return " ".join(word for word in found if word)
