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


class OutputWord(models.TextChoices):
    """What a body's output is called: statutory bodies resolve, advisory ones recommend (domain.md b3, g)."""

    RESOLUTION = "resolution", _("usnesení")
    RECOMMENDATION = "recommendation", _("doporučení")
    OPINION = "opinion", _("stanovisko")


COUNCILS = (BodyKind.BOARD, BodyKind.ASSEMBLY)
# Their members take notice of plans before they decide; they see "Ke schválení" in the navigation.
DECIDING = (*COUNCILS, BodyKind.COMMITTEE, BodyKind.COMMISSION, BodyKind.UNION)


class Permission(StrEnum):
    """Names of the rules; `bodies.rules` says who."""

    VIEW_BODY = "bodies.view_body"
    CREATE_BODY = "bodies.create_body"
    EDIT_BODY = "bodies.edit_body"
    VIEW_PROTECTED_NAMES = "bodies.view_protected_names"
