"""Words of the approval path: states are stored in English, people see the Czech word."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    """The life of a plan (DESIGN 3)."""

    PREPARING = "preparing", _("v přípravě")
    IN_FORCE = "in_force", _("v platnosti")
    EVALUATING = "evaluating", _("vyhodnocuje se")
    CLOSED = "closed", _("ukončený")
    WITHDRAWN = "withdrawn", _("stažený")


class EditionKind(models.TextChoices):
    ORIGINAL = "original", _("původní znění")
    UPDATE = "update", _("aktualizace")
    EXTENSION = "extension", _("prodloužení")
    ACTION_PLAN = "action_plan", _("akční plán")
    NETWORK = "network", _("síť služeb")
    EVALUATION = "evaluation", _("vyhodnocení")


class EditionState(models.TextChoices):
    DRAFTING = "drafting", _("rozpracováno")
    TRIAD_REVIEW = "triad_review", _("projednání v triádě")
    CONSULTATION = "consultation", _("připomínkové řízení")
    SETTLEMENT = "settlement", _("vypořádání připomínek")
    COUNCIL_APPROVAL = "council_approval", _("ve schvalování")
    ADOPTED = "adopted", _("schváleno")
    EFFECTIVE = "effective", _("v platnosti")
    REJECTED = "rejected", _("neschváleno")
    SUPERSEDED = "superseded", _("nahrazeno")
    WITHDRAWN = "withdrawn", _("staženo")


class Deed(models.TextChoices):
    """The moves of an edition, named as the office names them."""

    SUBMIT_TO_TRIAD = "submit_to_triad", _("Předat triádě")
    OPEN_CONSULTATION = "open_consultation", _("Vyhlásit připomínkové řízení")
    EXTEND_CONSULTATION = "extend_consultation", _("Prodloužit připomínkové řízení")
    CLOSE_CONSULTATION = "close_consultation", _("Ukončit připomínkové řízení")
    START_SETTLEMENT = "start_settlement", _("Přejít k vypořádání")
    SUBMIT_FOR_APPROVAL = "submit_for_approval", _("Předat ke schválení")
    RECORD_DECISION = "record_decision", _("Zapsat rozhodnutí")
    ADOPT = "adopt", _("Uzavřít schvalování jako schválené")
    REJECT = "reject", _("Uzavřít schvalování jako neschválené")
    MAKE_EFFECTIVE = "make_effective", _("Uvést v platnost")
    SUPERSEDE = "supersede", _("Nahradit novým zněním")
    RETURN_FOR_REWORK = "return_for_rework", _("Vrátit k přepracování")
    WITHDRAW = "withdraw", _("Stáhnout")


class Verdict(models.TextChoices):
    """What a reviewer or a body says of a version."""

    AGREE = "agree", _("souhlasí")
    RESERVATION = "reservation", _("souhlasí s výhradou")
    RETURN = "return", _("vrací k přepracování")


class SideRule(models.TextChoices):
    """How a side's verdict follows from its people."""

    STRICT = "strict", _("stačí jeden hlas: kdo vrací, vrací za stranu; kdo má výhradu, má ji strana")
    MAJORITY = "majority", _("rozhoduje většina odpovědí strany; každá výhrada se přesto vypořádá")


class Need(models.TextChoices):
    """Whether a path wants a step."""

    REQUIRED = "required", _("povinné")
    OPTIONAL = "optional", _("možné")
    NONE = "none", _("nekoná se")


class StepKind(models.TextChoices):
    OPINION = "opinion", _("stanovisko")
    DECISION = "decision", _("rozhodnutí")


class Scope(models.TextChoices):
    """Whose body is meant by a step of a path."""

    OWN = "own", _("orgán území plánu")
    EACH_MUNICIPALITY = "each", _("každá obec území za sebe")


class DecisionOrder(models.TextChoices):
    SEQUENCE = "sequence", _("postupně")
    PARALLEL = "parallel", _("souběžně")


class DecisionRule(models.TextChoices):
    ALL = "all", _("schválit musí všechny orgány")
    OWNER = "owner", _("rozhoduje orgán vlastníka, ostatní se seznamují")
    EACH = "each", _("každá obec rozhoduje sama za sebe")


class Outcome(models.TextChoices):
    """What a council did (domain.md g); a missing majority is no resolution."""

    APPROVES = "approves", _("schvaluje")
    APPROVES_WITH_CHANGES = "approves_with_changes", _("schvaluje s úpravami")
    AGREES = "agrees", _("souhlasí")
    RECOMMENDS = "recommends", _("doporučuje schválit")
    TAKES_NOTE = "takes_note", _("bere na vědomí")
    POSTPONES = "postpones", _("odkládá, staženo z programu")
    RETURNS = "returns", _("vrací k dopracování")
    NO_MAJORITY = "no_majority", _("návrh usnesení nebyl přijat")
    REJECTS = "rejects", _("neschvaluje")


# After these the body will deal with the matter again; the errand stays open.
OPEN_OUTCOMES = (Outcome.POSTPONES, Outcome.NO_MAJORITY)
REFUSALS = (Outcome.RETURNS, Outcome.REJECTS)


class FundingSource(models.TextChoices):
    MUNICIPALITY = "municipality", _("obec")
    REGION = "region", _("kraj")
    STATE = "state", _("stát (§ 101a)")
    EU = "eu", _("fondy EU")
    CLIENTS = "clients", _("úhrady klientů")
    GIFTS = "gifts", _("dary")
    OTHER = "other", _("jiné")


class Progress(models.TextChoices):
    """How far an item is in a year, as its implementer says it (domain.md b5)."""

    NOT_STARTED = "not_started", _("nezahájeno")
    RUNNING = "running", _("probíhá")
    DONE = "done", _("splněno")
    PARTLY = "partly", _("splněno částečně")
    CONTINUOUS = "continuous", _("plněno průběžně")
    NOT_DONE = "not_done", _("nesplněno")
    DROPPED = "dropped", _("zrušeno nebo odloženo")


class InputPurpose(models.TextChoices):
    """What implementers and municipalities are asked for."""

    REPORTS = "reports", _("hlášení o plnění")
    PROPOSALS = "proposals", _("podklady pro akční plán")


class InputRoundState(models.TextChoices):
    OPEN = "open", _("sbírá se")
    CLOSED = "closed", _("uzavřeno")


class InputRequestState(models.TextChoices):
    ASKED = "asked", _("čeká na odpověď")
    STARTED = "started", _("rozepsáno")
    ANSWERED = "answered", _("odpovězeno")
    EXCUSED = "excused", _("omluveno")


class ProposalOutcome(models.TextChoices):
    """What became of a proposal for the next year's plan."""

    OPEN = "open", _("čeká na zařazení")
    TAKEN = "taken", _("zařazeno")
    DECLINED = "declined", _("nezařazeno")


class SheetState(models.TextChoices):
    """A filled-in sheet of reports on its way in."""

    UPLOADED = "uploaded", _("čeká na přečtení")
    READ = "read", _("přečteno, čeká na potvrzení")
    APPLIED = "applied", _("zapsáno")
    DROPPED = "dropped", _("zahozeno")
    FAILED = "failed", _("nelze přečíst")


class NetworkTier(models.TextChoices):
    """Where a service stands in the network of a region or a town."""

    BASIC = "basic", _("základní síť")
    RESERVE = "reserve", _("zásobník")


class ServiceForm(models.TextChoices):
    """How a service is provided (§ 33 of Act 108/2006 Sb.)."""

    OUTREACH = "outreach", _("terénní")
    OUTPATIENT = "outpatient", _("ambulantní")
    RESIDENTIAL = "residential", _("pobytová")


class DutyState(models.TextChoices):
    DUE = "due", _("čeká na splnění")
    FULFILLED = "fulfilled", _("splněno")
    WAIVED = "waived", _("odpadlo")


class Necessity(models.TextChoices):
    """What a municipality says of a service."""

    NEEDED = "needed", _("služba je pro obec potřebná")
    NEEDED_LESS = "needed_less", _("potřebná v menším rozsahu")
    NOT_NEEDED = "not_needed", _("služba pro obec potřebná není")


class Permission(StrEnum):
    """Names of the rules; `workflows.rules` says who."""

    VIEW_PLAN = "workflows.view_plan"
    CREATE_PLAN = "workflows.create_plan"
    EDIT_PLAN = "workflows.edit_plan"
    EDIT_CONTENT = "workflows.edit_content"
    VIEW_WORKING = "workflows.view_working"
    MOVE_EDITION = "workflows.move_edition"
    ANSWER_REVIEW = "workflows.answer_review"
    RECORD_FOR_OTHERS = "workflows.record_for_others"
    MODERATE = "workflows.moderate_comments"
    SETTLE = "workflows.settle_comments"
    PROPOSE_SETTLEMENT = "workflows.propose_settlement"
    RECORD_DECISION = "workflows.record_decision"
    VIEW_MATERIAL = "workflows.view_material"
    TAKE_NOTICE = "workflows.take_notice"
    CONFIRM = "workflows.confirm"
    COLLECT_INPUTS = "workflows.collect_inputs"
    ANSWER_REQUEST = "workflows.answer_request"
    MANAGE_DUTIES = "workflows.manage_duties"
    OVERSEE_DUTIES = "workflows.oversee_duties"
    RECORD_STATEMENT = "workflows.record_statement"
    VIEW_DRAFTING = "workflows.view_drafting"
