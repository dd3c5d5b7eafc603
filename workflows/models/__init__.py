from workflows.models.codelist import ServiceKind, TargetGroup
from workflows.models.content import Indicator, Item, ItemCost, TextPart
from workflows.models.decision import Decision
from workflows.models.edition import Edition
from workflows.models.path import ApprovalPath, PathStep
from workflows.models.plan import FundedProject, Plan
from workflows.models.process import StageProcess
from workflows.models.review import Opinion, Review

__all__ = [
    "ApprovalPath",
    "Decision",
    "Edition",
    "FundedProject",
    "Indicator",
    "Item",
    "ItemCost",
    "Opinion",
    "PathStep",
    "Plan",
    "Review",
    "ServiceKind",
    "StageProcess",
    "TargetGroup",
    "TextPart",
]
