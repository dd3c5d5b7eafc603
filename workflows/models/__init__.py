from workflows.models.codelist import ServiceKind, TargetGroup
from workflows.models.content import Indicator, Item, ItemCost, TextPart
from workflows.models.decision import Decision
from workflows.models.duty import Duty, DutyRule, NeededCapacity
from workflows.models.edition import Edition
from workflows.models.inputs import InputProcess, InputRequest, InputRound, Proposal
from workflows.models.network import NetworkService, Statement
from workflows.models.path import ApprovalPath, PathStep
from workflows.models.plan import FundedProject, Plan
from workflows.models.process import StageProcess
from workflows.models.report import ItemReport, ReportedMoney, ReportedValue, ReportSheet
from workflows.models.review import Opinion, Review

__all__ = [
    "ApprovalPath",
    "Decision",
    "Duty",
    "DutyRule",
    "Edition",
    "FundedProject",
    "Indicator",
    "InputProcess",
    "InputRequest",
    "InputRound",
    "Item",
    "ItemCost",
    "ItemReport",
    "NeededCapacity",
    "NetworkService",
    "Opinion",
    "PathStep",
    "Plan",
    "Proposal",
    "ReportSheet",
    "ReportedMoney",
    "ReportedValue",
    "Review",
    "ServiceKind",
    "StageProcess",
    "Statement",
    "TargetGroup",
    "TextPart",
]
