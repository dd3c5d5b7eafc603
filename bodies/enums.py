"""Words that bodies use."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    COLLEGE = "college", _("kolegium obcí")
    COORDINATION = "coordination", _("koordinační skupina")
    EXPERT = "expert", _("odborná skupina")
    FOCUS = "focus", _("fokusní pracovní skupina")
    WORKING = "working", _("pracovní skupina")
    STEERING = "steering", _("řídící skupina")
    COMMISSION = "commission", _("komise rady")
    COMMITTEE = "committee", _("výbor zastupitelstva")
    BOARD = "board", _("rada")
    ASSEMBLY = "assembly", _("zastupitelstvo")
    UNION = "union", _("orgán svazku obcí")
    HEARING = "hearing", _("veřejné projednání")


class OutputWord(models.TextChoices):
    """What a body's output is called: statutory bodies resolve, advisory ones recommend (domain.md b3, g)."""

    RESOLUTION = "resolution", _("usnesení")
    RECOMMENDATION = "recommendation", _("doporučení")
    OPINION = "opinion", _("stanovisko")


COUNCILS = (BodyKind.BOARD, BodyKind.ASSEMBLY)
# Their members take notice of plans before they decide; they see "Ke schválení" in the navigation.
DECIDING = (*COUNCILS, BodyKind.COMMITTEE, BodyKind.COMMISSION, BodyKind.UNION)
# Set up by acts 128/2000 and 129/2000: they decide at a meeting with a quorum, never outside it.
STATUTORY = (*COUNCILS, BodyKind.COMMITTEE, BodyKind.COMMISSION)
# Groups in which all three sides of the triad are to sit.
TRIADIC = (BodyKind.FOCUS, BodyKind.WORKING, BodyKind.STEERING)


class SeriesKind(models.TextChoices):
    """What a body numbers, each in its own series of a year."""

    OUTPUT = "output", _("usnesení a jiné výstupy")
    ACTION_ITEM = "action_item", _("úkoly")
    MEETING = "meeting", _("jednání")


class DayUnit(models.TextChoices):
    CALENDAR = "calendar", _("kalendářních dnů")
    WORKING = "working", _("pracovních dnů")


class Quorum(models.TextChoices):
    """How many of the members must be there."""

    MAJORITY_ALL = "majority_all", _("nadpoloviční většina všech členů")
    THIRD_ALL = "third_all", _("třetina všech členů")
    NONE = "none", _("nestanovuje se")


class Majority(models.TextChoices):
    """Whose agreement makes an output."""

    MAJORITY_ALL = "majority_all", _("nadpoloviční většina všech členů")
    MAJORITY_PRESENT = "majority_present", _("nadpoloviční většina přítomných členů")
    MAJORITY_VOTING = "majority_voting", _("více hlasů pro než proti")
    THREE_FIFTHS_ALL = "three_fifths_all", _("tři pětiny všech členů")
    TWO_THIRDS_PRESENT = "two_thirds_present", _("dvě třetiny přítomných členů")
    CONSENSUS = "consensus", _("shoda: nikdo z přítomných není proti")


class Remote(models.TextChoices):
    """Whether members may take part from elsewhere (§ 92a act 128/2000, § 41a act 129/2000)."""

    NO = "no", _("jen osobně")
    ALLOWED = "allowed", _("i na dálku")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("připravuje se")
    CONVENED = "convened", _("svoláno")
    IN_SESSION = "in_session", _("probíhá")
    HELD = "held", _("proběhlo")
    CLOSED = "closed", _("uzavřeno")
    CANCELLED = "cancelled", _("zrušeno")


class MeetingDeed(models.TextChoices):
    """The moves of a meeting, named as the office names them."""

    CONVENE = "convene", _("Svolat")
    RESCHEDULE = "reschedule", _("Přeložit")
    BEGIN = "begin", _("Zahájit jednání")
    END = "end", _("Ukončit jednání")
    CLOSE = "close", _("Uzavřít jednání")
    CANCEL = "cancel", _("Zrušit jednání")


class MeetingForm(models.TextChoices):
    IN_PERSON = "in_person", _("osobně")
    HYBRID = "hybrid", _("osobně i on-line")
    ONLINE = "online", _("jen on-line")


class InvitedAs(models.TextChoices):
    MEMBER = "member", _("člen/ka")
    SUBSTITUTE = "substitute", _("náhradník/náhradnice")
    GUEST = "guest", _("host")


class AnswerValue(models.TextChoices):
    """What somebody says to an invitation; names follow PARTSTAT of RFC 5545, 3.2.12."""

    ACCEPTED = "accepted", _("zúčastní se")
    REMOTE = "remote", _("připojí se on-line")
    TENTATIVE = "tentative", _("zatím neví")
    DECLINED = "declined", _("omlouvá se")
    DELEGATED = "delegated", _("posílá zástupce")


class AnswerChannel(models.TextChoices):
    LINK = "link", _("odkazem z pozvánky")
    MAIL = "mail", _("e-mailem")
    ACCOUNT = "account", _("v Triádě")
    TYPED = "typed", _("zapsáno za něj")
    POLL = "poll", _("z hledání termínu")


class AnswerFate(models.TextChoices):
    """What became of an answer in the history; only the last applied one counts."""

    APPLIED = "applied", _("platí")
    OLD = "old", _("odpověď na dřívější termín")
    OVERTAKEN = "overtaken", _("přišla novější odpověď")
    LATE = "late", _("přišla po jednání nebo po jeho zrušení")


class ItemPurpose(models.TextChoices):
    INFORMATION = "information", _("informace")
    DISCUSSION = "discussion", _("projednání")
    DECISION = "decision", _("rozhodnutí")
    OPINION = "opinion", _("stanovisko ke znění plánu")
    BREAK = "break", _("přestávka")


class StandingItem(models.TextChoices):
    """Items that a body has at every meeting (domain.md c2)."""

    OPENING = "opening", _("Zahájení, kontrola usnášeníschopnosti a schválení programu")
    PREVIOUS_MINUTES = "previous_minutes", _("Zápis z minulého jednání")
    TASK_CHECK = "task_check", _("Kontrola úkolů")
    REPORTS = "reports", _("Zpráva o hlasování mimo jednání")
    ANY_OTHER = "any_other", _("Různé a termín příštího jednání")


class ItemState(models.TextChoices):
    """How the session dealt with an item."""

    OPEN = "open", _("čeká")
    CURRENT = "current", _("právě teď")
    INTERRUPTED = "interrupted", _("přerušeno")
    DONE = "done", _("projednáno")
    POSTPONED = "postponed", _("odloženo")


class ProposalState(models.TextChoices):
    NONE = "", _("zařazený bod")
    PROPOSED = "proposed", _("navrhl/a člen/ka")
    DECLINED = "declined", _("nezařazeno")


class Attendance(models.TextChoices):
    PRESENT = "present", _("přítomen/přítomna")
    REMOTE = "remote", _("on-line")
    REPRESENTED = "represented", _("zastoupen/a")
    EXCUSED = "excused", _("omluven/a")
    ABSENT = "absent", _("nepřítomen/nepřítomna")


THERE = (Attendance.PRESENT, Attendance.REMOTE, Attendance.REPRESENTED)


class AbsenceKind(models.TextChoices):
    AWAY = "away", _("u bodu nebyl/a")
    CONFLICT = "conflict", _("oznámil/a střet zájmů a nehlasuje")
    CONFLICT_VOTES = "conflict_votes", _("oznámil/a střet zájmů, z hlasování nebyl/a vyloučen/a")


class BallotKind(models.TextChoices):
    HANDS = "hands", _("veřejně, součty")
    NAMES = "names", _("podle jmen")
    SECRET = "secret", _("tajně")


class BallotSubject(models.TextChoices):
    OUTPUT = "output", _("návrh výstupu")
    AMENDMENT = "amendment", _("protinávrh nebo úprava")
    PROCEDURE = "procedure", _("postup jednání")
    LATE_ITEM = "late_item", _("zařazení bodu na program")


class BallotResult(models.TextChoices):
    PASSED = "passed", _("přijato")
    FAILED = "failed", _("nepřijato")


class Choice(models.TextChoices):
    FOR = "for", _("pro")
    AGAINST = "against", _("proti")
    ABSTAINED = "abstained", _("zdržel/a se")
    NOT_VOTING = "not_voting", _("nehlasoval/a")


class Verb(models.TextChoices):
    """What an output does with a matter (domain.md b6)."""

    APPROVES = "approves", _("schvaluje")
    DISAPPROVES = "disapproves", _("neschvaluje")
    TAKES_NOTE = "takes_note", _("bere na vědomí")
    AGREES = "agrees", _("souhlasí")
    RECOMMENDS = "recommends", _("doporučuje")
    ASSIGNS = "assigns", _("ukládá")
    ENTRUSTS = "entrusts", _("pověřuje")
    APPOINTS = "appoints", _("jmenuje")
    RECALLS = "recalls", _("odvolává")
    ESTABLISHES = "establishes", _("zřizuje")
    REPEALS = "repeals", _("ruší")
    POSTPONES = "postpones", _("odkládá")


class Outcome(models.TextChoices):
    """What an output means for the edition that it is about; the words are those of the approval path."""

    APPROVES = "approves", _("schvaluje")
    APPROVES_WITH_CHANGES = "approves_with_changes", _("schvaluje s úpravami")
    AGREES = "agrees", _("souhlasí")
    RECOMMENDS = "recommends", _("doporučuje schválit")
    TAKES_NOTE = "takes_note", _("bere na vědomí")
    POSTPONES = "postpones", _("odkládá, staženo z programu")
    RETURNS = "returns", _("vrací k dopracování")
    NO_MAJORITY = "no_majority", _("návrh usnesení nebyl přijat")
    REJECTS = "rejects", _("neschvaluje")
    # Opinions of advisory bodies
    AGREE = "agree", _("stanovisko: souhlasí")
    RESERVATION = "reservation", _("stanovisko: souhlasí s výhradou")
    RETURN = "return", _("stanovisko: vrací k přepracování")


class RoundState(models.TextChoices):
    """A vote outside a meeting (per rollam)."""

    DRAFT = "draft", _("připravuje se")
    OPEN = "open", _("hlasuje se")
    CLOSED = "closed", _("uzavřeno")
    CANCELLED = "cancelled", _("zrušeno")


class PollState(models.TextChoices):
    OPEN = "open", _("hledá se termín")
    DECIDED = "decided", _("termín vybrán")
    CANCELLED = "cancelled", _("zrušeno")


class PollChoice(models.TextChoices):
    YES = "yes", _("mohu")
    MAYBE = "maybe", _("když to bude nutné")
    NO = "no", _("nemohu")


class MinutesState(models.TextChoices):
    WRITING = "writing", _("píše se")
    COMMENTS = "comments", _("k připomínkám členů")
    VERIFICATION = "verification", _("ověřování")
    VERIFIED = "verified", _("ověřeno")
    PUBLISHED = "published", _("zveřejněno")


class MinutesDeed(models.TextChoices):
    CIRCULATE = "circulate", _("Rozeslat k připomínkám")
    SUBMIT = "submit", _("Předat k ověření")
    VERIFY = "verify", _("Ověřit")
    PUBLISH = "publish", _("Zveřejnit zápis")
    REOPEN = "reopen", _("Vrátit k úpravám")


class RemarkState(models.TextChoices):
    """How a member's remark to the minutes was settled."""

    RECEIVED = "received", _("čeká na vypořádání")
    ACCEPTED = "accepted", _("zapracováno")
    EXPLAINED = "explained", _("vysvětleno")
    REJECTED = "rejected", _("nepřijato")


class CorrectionKind(models.TextChoices):
    CORRECTION = "correction", _("oprava")
    SUPPLEMENT = "supplement", _("dodatek")


class Due(models.TextChoices):
    """Until when a task is to be done; "průběžně" has no day (domain.md c3)."""

    DAY = "day", _("do data")
    ONGOING = "ongoing", _("průběžně")
    NEXT_MEETING = "next_meeting", _("do příštího jednání")


class ActionState(models.TextChoices):
    ASSIGNED = "assigned", _("uložen")
    IN_PROGRESS = "in_progress", _("v plnění")
    REPORTED = "reported", _("nahlášen ke kontrole")
    DONE = "done", _("splněn")
    CANCELLED = "cancelled", _("zrušen")


OPEN_ACTIONS = (ActionState.ASSIGNED, ActionState.IN_PROGRESS, ActionState.REPORTED)


class ActionDeed(models.TextChoices):
    TAKE_UP = "take_up", _("Začít plnit")
    REPORT = "report", _("Nahlásit splnění")
    ACCEPT = "accept", _("Potvrdit splnění")
    RETURN = "send_back", _("Vrátit k dopracování")
    EXTEND = "extend", _("Prodloužit")
    REASSIGN = "reassign", _("Předat jinému")
    CANCEL = "cancel", _("Zrušit úkol")
    REOPEN = "reopen", _("Znovu otevřít")


class Permission(StrEnum):
    """Names of the rules; `bodies.rules` says who."""

    VIEW_BODY = "bodies.view_body"
    CREATE_BODY = "bodies.create_body"
    EDIT_BODY = "bodies.edit_body"
    VIEW_PROTECTED_NAMES = "bodies.view_protected_names"
    HOLD_ELECTION = "bodies.hold_election"
    VIEW_MEETING = "bodies.view_meeting"
    RUN_MEETING = "bodies.run_meeting"
    TAKE_MINUTES = "bodies.take_minutes"
    FINISH_MINUTES = "bodies.finish_minutes"
    PROPOSE_ITEM = "bodies.propose_item"
    ANSWER_INVITATION = "bodies.answer_invitation"
    VOTE_IN_ROUND = "bodies.vote_in_round"
    REMARK_MINUTES = "bodies.remark_minutes"
    VIEW_ACTION_ITEM = "bodies.view_action_item"
    REPORT_ACTION_ITEM = "bodies.report_action_item"
    CHECK_ACTION_ITEM = "bodies.check_action_item"
    SORT_MAIL = "bodies.sort_mail"
