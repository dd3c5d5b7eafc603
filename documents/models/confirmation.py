"""What a named person confirms about one frozen version."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin, transition

from documents.enums import ConfirmationKind, ConfirmationState
from people.fields import StateField

S = ConfirmationState


class Confirmation(FSMModelMixin, models.Model):
    """A request to release, state, take notice or verify, bound to the hash of the version that was shown."""

    journal_kind = "confirmation"

    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="confirmations")
    digest = models.CharField(_("otisk verze"), max_length=64)
    kind = models.CharField(_("druh"), max_length=12, choices=ConfirmationKind)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="confirmations")
    capacity = models.CharField(_("v jaké roli"), max_length=150, blank=True)
    requested_at = models.DateTimeField(_("vyžádáno"))
    requested_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("termín"), null=True, blank=True)
    state = StateField(_("stav"), choices=S, default=S.REQUESTED)
    answered_at = models.DateTimeField(_("odpovězeno"), null=True, blank=True)
    answered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(_("vyjádření"), blank=True)
    question = models.TextField(_("dotaz"), blank=True)
    counterproposal = models.TextField(_("protinávrh"), blank=True)
    reply = models.TextField(_("odpověď na dotaz"), blank=True)
    delegated_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["kind", "requested_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind", "person"],
                condition=models.Q(state__in=[S.REQUESTED, S.CONFIRMED, S.DECLINED]),
                name="confirmation_asked_once",
            ),
            models.CheckConstraint(condition=models.Q(state__in=S.values), name="confirmation_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state=S.DECLINED) | ~models.Q(text=""),
                name="confirmation_declined_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="confirmation_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.version_id} {self.person_id}"

    @transition(field=state, source=S.REQUESTED, target=S.CONFIRMED)
    def confirm(self) -> None: ...

    @transition(field=state, source=S.REQUESTED, target=S.DECLINED)
    def decline(self) -> None: ...

    @transition(field=state, source=S.REQUESTED, target=S.DELEGATED)
    def delegate(self) -> None: ...

    @transition(field=state, source=S.REQUESTED, target=S.ENDED)
    def end(self) -> None: ...
