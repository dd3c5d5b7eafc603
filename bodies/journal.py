"""What each kind of entry about bodies and meetings is called in a history, one dict for each concept."""

from django.utils.translation import gettext_lazy as _

from people import journal

MEETING = {
    "meeting.planned": _("Naplánováno jednání"),
    "meeting.described": _("Upraveny údaje jednání"),
    "meeting.convene": _("Jednání svoláno"),
    "meeting.reschedule": _("Jednání přeloženo"),
    "meeting.begin": _("Jednání zahájeno"),
    "meeting.end": _("Jednání ukončeno"),
    "meeting.close": _("Jednání uzavřeno"),
    "meeting.cancel": _("Jednání zrušeno"),
}
ANSWER = {
    "answer.given": _("Zapsána odpověď na pozvánku"),
}


def register() -> None:
    """Tell the journal the names; called once when the app is ready."""
    for sentences in (MEETING, ANSWER):
        journal.tells(sentences)
