from people.models.access_link import AccessLink
from people.models.appointment import Appointment
from people.models.draft import Draft
from people.models.inbound_mail import InboundMail
from people.models.journal import JournalEntry, JournalHead, JournalPerson
from people.models.letter import Letter, LetterAttachment, LetterFile
from people.models.organisation import Organisation
from people.models.person import Alias, Person
from people.models.rate_count import RateCount
from people.models.subject import Subject
from people.models.territory import Territory

__all__ = [
    "AccessLink",
    "Alias",
    "Appointment",
    "Draft",
    "InboundMail",
    "JournalEntry",
    "JournalHead",
    "JournalPerson",
    "Letter",
    "LetterAttachment",
    "LetterFile",
    "Organisation",
    "Person",
    "RateCount",
    "Subject",
    "Territory",
]
