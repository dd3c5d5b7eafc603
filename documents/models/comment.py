"""A comment (připomínka) and its settlement."""

from secrets import token_urlsafe

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin, transition

from documents.enums import SETTLED, AuthorKind, Channel, CommentState, Moderation, Nature
from people.enums import Side
from people.fields import StateField


def receipt_key() -> str:
    """Draw the unguessable part of the address under which an author follows the comment."""
    return token_urlsafe(16)


class Comment(FSMModelMixin, models.Model):
    """What somebody wrote about a draft; recorded whatever its form, settled with a reason."""

    journal_kind = "comment"

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="comments")
    consultation = models.ForeignKey(
        "documents.Consultation", on_delete=models.PROTECT, null=True, related_name="comments"
    )
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("podací číslo"))
    part_key = models.CharField(_("část dokumentu"), max_length=40, blank=True)
    part_label = models.CharField(_("čeho se týká"), max_length=300)
    text = models.TextField(_("připomínka"))
    proposed_change = models.TextField(_("navržená změna"), blank=True)
    nature = models.CharField(_("povaha"), max_length=12, choices=Nature, default=Nature.SUBSTANTIVE)

    author_kind = models.CharField(_("píše jako"), max_length=10, choices=AuthorKind, blank=True)
    side = models.CharField(_("strana triády"), max_length=13, choices=Side, blank=True)
    author_name = models.CharField(_("jméno"), max_length=150, blank=True)
    organisation_name = models.CharField(_("organizace"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    email_confirmed_at = models.DateTimeField(_("e-mail potvrzen"), null=True, blank=True)
    may_publish_name = models.BooleanField(_("zveřejnit se jménem"), default=False)

    channel = models.CharField(_("způsob podání"), max_length=10, choices=Channel, default=Channel.FORM)
    received_on = models.DateField(_("doručeno"))
    recorded_at = models.DateTimeField(_("zapsáno"))
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reference = models.CharField(_("č. j. nebo ID zprávy"), max_length=60, blank=True)
    evidence = models.ForeignKey("documents.File", on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField(_("otisk textu"), max_length=64)
    receipt_key = models.CharField(
        _("klíč stránky připomínky"), max_length=22, unique=True, default=receipt_key
    )

    moderation = models.CharField(
        _("zveřejnění"), max_length=8, choices=Moderation, default=Moderation.WAITING
    )
    moderation_reason = models.CharField(_("proč není zveřejněna"), max_length=300, blank=True)

    state = StateField(_("vypořádání"), choices=CommentState, default=CommentState.RECEIVED)
    reason = models.TextField(_("odůvodnění"), blank=True)
    proposal_state = models.CharField(_("navržený výsledek"), max_length=20, choices=CommentState, blank=True)
    proposal_reason = models.TextField(_("navržené odůvodnění"), blank=True)
    settled_at = models.DateTimeField(_("vypořádáno"), null=True, blank=True)
    settled_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("autor vyrozuměn"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["document_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="comment_receipt_number_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=CommentState.values), name="comment_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(moderation=Moderation.HIDDEN) | ~models.Q(moderation_reason=""),
                name="comment_hidden_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(state=CommentState.RECEIVED, settled_at=None)
                | models.Q(state__in=[s.value for s in SETTLED], settled_at__isnull=False)
                & ~models.Q(reason=""),
                name="comment_settled_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["consultation", "state"], name="comment_by_window_state"),
            models.Index(fields=["document", "digest"], name="comment_by_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.number}"

    @transition(field=state, source="*", target=CommentState.ACCEPTED)
    def accept(self) -> None: ...

    @transition(field=state, source="*", target=CommentState.ACCEPTED_IN_PART)
    def accept_in_part(self) -> None: ...

    @transition(field=state, source="*", target=CommentState.EXPLAINED)
    def explain(self) -> None: ...

    @transition(field=state, source="*", target=CommentState.REJECTED)
    def reject(self) -> None: ...

    @transition(field=state, source="*", target=CommentState.NOTED)
    def note(self) -> None: ...

    @property
    def is_settled(self) -> bool:
        return self.state != CommentState.RECEIVED

    @property
    def public_author(self) -> str:
        """Name the author as the public may see it: by name only with consent."""
        if self.may_publish_name and (self.author_name or self.organisation_name):
            return ", ".join(filter(None, [self.author_name, self.organisation_name]))
        if self.author_kind:
            return str(AuthorKind(self.author_kind).label)
        return str(_("veřejnost"))
