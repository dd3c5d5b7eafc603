"""Approval paths: which arrow is the next step, as dated data with the source cited."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bodies.enums import BodyKind
from workflows.enums import DecisionOrder, DecisionRule, Deed, Need, Scope, SideRule, StepKind


class ApprovalPath(models.Model):
    """How editions of some kinds are approved on some territories from a date on."""

    journal_kind = "path"

    code = models.SlugField(_("kód"), max_length=60)
    name = models.CharField(_("název"), max_length=200)
    territory = models.ForeignKey(
        "people.Territory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="paths",
        help_text=_("Prázdné: dodaný vzor pro všechna území."),
    )
    edition_kinds = models.JSONField(_("druhy znění"), default=list)
    territory_kinds = models.JSONField(_("druhy území"), default=list)
    valid_from = models.DateField(_("platí od"))
    source = models.CharField(_("odkud pravidlo je"), max_length=300)
    checked_on = models.DateField(_("znění ověřeno dne"))

    triad = models.CharField(_("projednání v triádě"), max_length=8, choices=Need, default=Need.REQUIRED)
    side_rule = models.CharField(_("hlas strany"), max_length=8, choices=SideRule, default=SideRule.STRICT)
    review_days = models.PositiveSmallIntegerField(_("dní na vyjádření"), default=14)
    consultation = models.CharField(
        _("připomínkové řízení"), max_length=8, choices=Need, default=Need.REQUIRED
    )
    consultation_days = models.PositiveSmallIntegerField(_("obvykle dní na připomínky"), default=14)
    consultation_minimum = models.PositiveSmallIntegerField(_("nejméně dní na připomínky"), default=14)
    hearing = models.CharField(_("veřejné projednání"), max_length=8, choices=Need, default=Need.OPTIONAL)
    release = models.CharField(
        _("uvolnění předkladatelem"), max_length=8, choices=Need, default=Need.OPTIONAL
    )
    decision_order = models.CharField(
        _("pořadí rozhodnutí"), max_length=8, choices=DecisionOrder, default=DecisionOrder.SEQUENCE
    )
    decision_rule = models.CharField(
        _("kdo rozhoduje"), max_length=8, choices=DecisionRule, default=DecisionRule.ALL
    )
    publish_days = models.PositiveSmallIntegerField(_("zveřejnit do dní od schválení"), default=30)
    usual_years = models.PositiveSmallIntegerField(_("obvyklá délka plánu v letech"), default=3)

    class Meta:
        ordering = ["name", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="path_once_per_day"),
            models.CheckConstraint(
                condition=models.Q(consultation_days__gte=models.F("consultation_minimum")),
                name="path_usual_not_below_minimum",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PathStep(models.Model):
    """A required opinion of a body before a move, or a decision of a body."""

    path = models.ForeignKey(ApprovalPath, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField(_("pořadí"))
    kind = models.CharField(_("druh"), max_length=8, choices=StepKind)
    body_kind = models.CharField(_("orgán"), max_length=12, choices=BodyKind)
    scope = models.CharField(_("čí orgán"), max_length=4, choices=Scope, default=Scope.OWN)
    before = models.CharField(_("před krokem"), max_length=20, choices=Deed, blank=True)
    required_outcomes = models.JSONField(_("požadovaný výsledek"), default=list)
    is_informative = models.BooleanField(_("jen na vědomí"), default=False)
    skip_if_missing = models.BooleanField(_("vynechat, když orgán není"), default=True)

    class Meta:
        ordering = ["path_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["path", "order"], name="path_step_order_once"),
            models.CheckConstraint(
                condition=models.Q(kind=StepKind.DECISION, before="")
                | models.Q(kind=StepKind.OPINION) & ~models.Q(before=""),
                name="path_step_opinion_names_its_move",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path_id}.{self.order} {self.get_kind_display()} {self.get_body_kind_display()}"
