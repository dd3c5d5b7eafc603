"""The agenda: items of a meeting, or of a body's backlog, with their papers and the record of the debate."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bodies.enums import ItemPurpose, ItemState, ProposalState, StandingItem


class AgendaItem(models.Model):
    """One item; without a meeting it waits in the body's backlog (zásobník)."""

    journal_kind = "agenda_item"

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="agenda_items")
    meeting = models.ForeignKey(
        "bodies.Meeting", on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)
    section = models.CharField(_("oddíl programu"), max_length=120, blank=True)
    title = models.CharField(_("název bodu"), max_length=300)
    purpose = models.CharField(_("účel"), max_length=11, choices=ItemPurpose, default=ItemPurpose.DISCUSSION)
    standing = models.CharField(_("stálý bod"), max_length=16, choices=StandingItem, blank=True)
    minutes = models.PositiveSmallIntegerField(_("plánováno minut"), default=10)
    presenter = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("předkládá"),
    )
    presenter_name = models.CharField(_("předkládá (kdo není v Triádě)"), max_length=200, blank=True)
    text = models.TextField(_("o čem bod je"), blank=True)
    proposed_wording = models.TextField(_("navržené znění výstupu"), blank=True)
    is_closed_to_public = models.BooleanField(_("bod se veřejně neukazuje"), default=False)

    # What the item is about: an edition's document, in the version that was on the table.
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    version = models.ForeignKey(
        "documents.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )

    proposal = models.CharField(_("návrh"), max_length=8, choices=ProposalState, blank=True, default="")
    proposed_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(_("navrženo"), null=True, blank=True)
    proposal_answer = models.CharField(_("odpověď na návrh"), max_length=300, blank=True)
    is_late = models.BooleanField(_("doplněno po svolání"), default=False)
    is_withdrawn = models.BooleanField(_("staženo z programu"), default=False)
    withdrawn_reason = models.CharField(_("proč je staženo"), max_length=300, blank=True)
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to"
    )
    revision = models.PositiveIntegerField(default=0)

    # The session
    progress = models.CharField(
        _("jak je projednán"), max_length=11, choices=ItemState, default=ItemState.OPEN
    )
    began_at = models.DateTimeField(_("zahájen"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ukončen"), null=True, blank=True)
    record = models.TextField(_("průběh rozpravy"), blank=True)
    record_revision = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField(_("zapsáno"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["meeting_id", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__in=ItemState.values), name="agenda_item_progress_known"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=ItemPurpose.values), name="agenda_item_purpose_known"
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(progress=ItemState.CURRENT),
                name="agenda_item_one_current",
            ),
            models.UniqueConstraint(
                fields=["meeting", "standing"],
                condition=~Q(standing="") & Q(meeting__isnull=False),
                name="agenda_item_standing_once",
            ),
        ]
        indexes = [models.Index(fields=["body", "meeting"], name="agenda_item_by_body")]

    def __str__(self) -> str:
        return self.title


class Paper(models.Model):
    """A document handed to the members with an item."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    file = models.ForeignKey("documents.File", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("název"), max_length=200, blank=True)
    is_public = models.BooleanField(_("veřejný"), default=False)
    added_at = models.DateTimeField(_("přidáno"))
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["item_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "file"], name="paper_once_per_item")]

    def __str__(self) -> str:
        return self.title


class RecordText(models.Model):
    """An earlier or a losing text of an item's record: nothing that was typed is thrown away."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="texts")
    text = models.TextField(_("text"))
    read_at = models.PositiveIntegerField(_("psáno nad verzí"))
    is_conflict = models.BooleanField(_("čeká na sloučení"), default=False)
    saved_at = models.DateTimeField(_("uloženo"))
    saved_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["item_id", "-saved_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.item_id}/{self.read_at}"
