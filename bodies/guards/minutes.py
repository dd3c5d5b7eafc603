"""What is missing before the minutes may take their next step: facts loaded once, pure answers."""

import datetime as dt
from dataclasses import dataclass

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bodies.enums import MeetingState, MinutesDeed, MinutesState, RemarkState
from bodies.models import Meeting, Minutes, Resolution, StandingOrders
from bodies.queries import minutes as minutes_of
from bodies.queries.membership import rules_of
from people.errors import Refused
from people.guards import Blocker

D = MinutesDeed


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesFacts:
    """What the guards ask about one set of minutes."""

    minutes: Minutes
    rules: StandingOrders
    today: dt.date
    verifiers: int
    unsettled: int
    unwritten: tuple[str, ...]
    unmerged: tuple[str, ...]
    unnumbered: tuple[str, ...]
    is_intact: bool = True


def facts(minutes: Minutes, today: dt.date) -> MinutesFacts:
    """Load everything that a step of the minutes depends on."""
    meeting = minutes.meeting
    unnumbered = Resolution.objects.filter(meeting=meeting, number="").order_by("pk")
    return MinutesFacts(
        minutes=minutes,
        rules=rules_of(meeting),
        today=today,
        verifiers=len(minutes_of.chosen_verifiers(meeting)),
        unsettled=minutes.remarks.filter(state=RemarkState.RECEIVED).count(),
        unwritten=tuple(item.title for item in minutes_of.without_record(meeting).order_by("order", "pk")),
        unmerged=tuple(dict.fromkeys(text.item.title for text in minutes_of.unmerged(meeting))),
        unnumbered=tuple(unnumbered.values_list("title", flat=True)),
        is_intact=minutes.version is None or minutes.version.is_intact,
    )


def blockers(known: MinutesFacts, deed: str) -> list[Blocker]:
    """List what stands in the way of a deed; an empty list means go."""
    match deed:
        case D.CIRCULATE:
            return [*no_window(known), *not_written(known)]
        case D.SUBMIT:
            return [*window_open(known), *not_written(known), *not_settled(known), *no_verifier(known)]
        case D.PUBLISH:
            return [*not_held(known), *not_intact(known)]
    return []


def warnings(known: MinutesFacts) -> list[str]:
    """List what the office should know and what stops nobody."""
    found = [_("Výstup „%(title)s“ zatím nemá číslo.") % {"title": title} for title in known.unnumbered]
    wanted = known.rules.verifier_count
    if 0 < known.verifiers < wanted:
        text = ngettext(
            "Podle pravidel orgánu ověřuje zápis %(n)d člověk.",
            "Podle pravidel orgánu ověřuje zápis %(n)d lidí.",
            wanted,
        )
        found.append(text % {"n": wanted})
    if known.minutes.state != MinutesState.PUBLISHED and known.today > known.minutes.due_on:
        found.append(_("Zápis měl být hotov do %(day)s.") % {"day": said(known.minutes.due_on)})
    return found


def said(day: dt.date) -> str:
    return dateformat.format(day, "j. n. Y")


def no_window(known: MinutesFacts) -> list[Blocker]:
    if known.rules.comment_days:
        return []
    text = _("Pravidla orgánu připomínky k zápisu neznají. Předejte ho rovnou k ověření.")
    if known.minutes.meeting.body.is_council:
        text = _("Pravidla orgánu námitky k zápisu neznají. Předejte ho rovnou k ověření.")
    return [Blocker("no_window", text)]


def window_open(known: MinutesFacts) -> list[Blocker]:
    """Members keep the days that they were told."""
    until = known.minutes.comments_until
    if known.minutes.state != MinutesState.COMMENTS or until is None or until < known.today:
        return []
    text = _("Členové mohou psát připomínky do %(day)s.")
    if known.minutes.meeting.body.is_council:
        text = _("Členové mohou podávat námitky do %(day)s.")
    return [Blocker("window_open", text % {"day": said(until)})]


def not_written(known: MinutesFacts) -> list[Blocker]:
    empty = [
        Blocker("unwritten", _("U bodu „%(title)s“ není zapsán průběh.") % {"title": title})
        for title in known.unwritten
    ]
    torn = [
        Blocker("unmerged", _("U bodu „%(title)s“ čekají dvě znění na sloučení.") % {"title": title})
        for title in known.unmerged
    ]
    return [*empty, *torn]


def not_settled(known: MinutesFacts) -> list[Blocker]:
    if not known.unsettled:
        return []
    n = known.unsettled
    text = ngettext("%(n)d připomínka čeká na vypořádání.", "%(n)d připomínek čeká na vypořádání.", n)
    if known.minutes.meeting.body.is_council:
        text = ngettext("%(n)d námitka čeká na vypořádání.", "%(n)d námitek čeká na vypořádání.", n)
    return [Blocker("unsettled", text % {"n": n})]


def no_verifier(known: MinutesFacts) -> list[Blocker]:
    if known.verifiers or not known.rules.verifier_count:
        return []
    return [Blocker("no_verifier", _("Není určeno, kdo zápis ověří."))]


def not_held(known: MinutesFacts) -> list[Blocker]:
    if known.minutes.meeting.state == MeetingState.HELD:
        return []
    return [Blocker("not_held", _("Jednání ještě neskončilo."))]


def not_intact(known: MinutesFacts) -> list[Blocker]:
    """Stop at a text that no longer has its hash: it is not what the verifiers confirmed."""
    if known.is_intact:
        return []
    text = _("Uložený text neodpovídá otisku, který ověřovatelé potvrdili. Obraťte se na správce.")
    return [Blocker("not_intact", text)]


def is_frozen(minutes: Minutes | None) -> bool:
    return minutes is not None and minutes.state in minutes_of.FROZEN


def check_writable(meeting: Meeting) -> None:
    """Refuse to change what stands in minutes that verifiers were given; call it under the meeting's lock."""
    if Minutes.objects.filter(meeting=meeting, state__in=minutes_of.FROZEN).exists():
        raise Refused(
            _(
                "Zápis je předán k ověření nebo ověřen a jeho text se už nemění. Vraťte ho k úpravám,"
                " nebo k ověřenému zápisu připojte opravu."
            )
        )
