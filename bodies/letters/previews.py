"""What would be mailed, to whom, and how it differs from what they were told last; nothing is written."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import ndiff

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bodies.calendars import told
from bodies.letters.convening import Composer, Content, Kind
from bodies.models import Participant
from bodies.queries.invitations import letters_of, on_paper
from people.enums import LetterState
from people.models import Letter
from people.post.writing import composed

KINDS: dict[Kind, Promise] = {
    Kind.NEW: _("pozvánka"),
    Kind.UPDATE: _("doplnění pozvánky"),
    Kind.MOVED: _("nový termín nebo místo"),
    Kind.REMINDER: _("prosba o odpověď"),
    Kind.CANCELLED: _("zrušení jednání"),
    Kind.REMOVED: _("odvolání pozvánky"),
}
LINK = _("(zde bude osobní odkaz)")
LEFT = (LetterState.SENT, LetterState.DELIVERED, LetterState.SENDING, LetterState.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Reader:
    """One person who would be written to, and by what."""

    participant: Participant
    kind: Kind
    is_on_paper: bool

    @property
    def label(self) -> str:
        return str(KINDS[self.kind])

    @property
    def is_mailed(self) -> bool:
        return bool(self.participant.person.email) and self.participant.person.is_active


@dataclass(frozen=True, slots=True)
class Change:
    """One line of what is told: added, taken away."""

    text: str
    is_added: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that a deed would mail, shown before it does."""

    readers: Sequence[Reader]
    chosen: Reader | None = None
    letter: Letter | None = None
    changes: Sequence[Change] = field(default=())

    @property
    def mailed(self) -> int:
        return sum(reader.is_mailed for reader in self.readers)

    @property
    def printed(self) -> list[Reader]:
        return [reader for reader in self.readers if reader.is_on_paper]

    @property
    def calendar(self) -> list[str]:
        return told(self.letter.ics) if self.letter is not None else []


def preview(
    content: Content,
    wanted: Iterable[tuple[Kind, Participant]],
    *,
    now: dt.datetime,
    reason: str = "",
    chosen: int = 0,
) -> Preview:
    """Compose the letter of one reader (`chosen`: whose) and compare it with the last one that left."""
    pairs = list(wanted)
    paper = on_paper([participant for _kind, participant in pairs])
    readers = [Reader(p, kind, p.person_id in paper) for kind, p in pairs]
    reachable = [reader for reader in readers if reader.is_mailed]
    shown = next((r for r in reachable if r.participant.person_id == chosen), None)
    shown = shown or next(iter(reachable), None)
    if shown is None:
        return Preview(readers)
    composer = Composer(shown.kind, content, now=now, reason=reason)
    letter = composed(composer.message(shown.participant, str(LINK)), now)
    return Preview(
        readers, shown, letter, changes(letter, letters_of([shown.participant]), shown.participant)
    )


def changes(letter: Letter, known: Mapping[int, Sequence[Letter]], reader: Participant) -> list[Change]:
    """Compare what a calendar would show with what it shows now; a first invitation changes nothing."""
    before = next((one for one in known.get(reader.pk, ()) if one.state in LEFT and one.ics), None)
    if before is None or before.ics_method != letter.ics_method:
        return []
    lines = ndiff(told(before.ics), told(letter.ics))
    return [Change(line[2:], line.startswith("+")) for line in lines if line[:2] in ("+ ", "- ")]
