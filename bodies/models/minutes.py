"""The minutes (zápis) of a meeting: their machine, members' remarks and later corrections."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin, transition

from bodies.enums import CorrectionKind, MinutesState, RemarkState
from people.fields import StateField

S = MinutesState


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def locked(self, pk: int) -> "Minutes":
        """Lock one set of minutes, then load what guards and letters read."""
        self.select_for_update(of=("self",)).get(pk=pk)
        return self.select_related("meeting__body__territory", "document", "version").get(pk=pk)


class Minutes(FSMModelMixin, models.Model):
    """What the session left behind; the text of each item lies with the item until it is frozen."""

    journal_kind = "minutes"

    meeting = models.OneToOneField("bodies.Meeting", on_delete=models.PROTECT, related_name="minutes")
    state = StateField(_("stav"), choices=S, default=S.WRITING)
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="minutes"
    )
    version = models.ForeignKey(
        "documents.Version", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opening = models.TextField(_("úvod zápisu"), blank=True)
    closing = models.TextField(_("závěr zápisu"), blank=True)
    due_on = models.DateField(_("zápis má být hotov do"))
    comments_until = models.DateField(_("připomínky do"), null=True, blank=True)
    state_since = models.DateTimeField(_("ve stavu od"))
    verified_at = models.DateTimeField(_("ověřeno"), null=True, blank=True)
    published_at = models.DateTimeField(_("zveřejněno"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        ordering = ["-meeting__held_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="minutes_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[S.VERIFICATION, S.VERIFIED, S.PUBLISHED]) | Q(version__isnull=False),
                name="minutes_verified_are_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.VERIFIED, S.PUBLISHED]) | Q(verified_at__isnull=False),
                name="minutes_verified_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.PUBLISHED) | Q(published_at__isnull=False),
                name="minutes_published_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}"

    @property
    def state_label(self) -> str:
        """How the state is called; councils are asked for objections (§ 95 and § 101 of act 128/2000)."""
        if self.state == S.COMMENTS and self.meeting.body.is_council:
            return gettext("k námitkám")
        return str(S(self.state).label)

    @transition(field=state, source=S.WRITING, target=S.COMMENTS)
    def circulate(self) -> None: ...

    @transition(field=state, source=[S.WRITING, S.COMMENTS], target=S.VERIFICATION)
    def submit(self) -> None: ...

    @transition(field=state, source=S.VERIFICATION, target=S.VERIFIED)
    def verify(self) -> None: ...

    @transition(field=state, source=S.VERIFIED, target=S.PUBLISHED)
    def publish(self) -> None: ...

    @transition(field=state, source=[S.COMMENTS, S.VERIFICATION], target=S.WRITING)
    def reopen(self) -> None: ...


class Verifier(models.Model):
    """Who verifies the minutes; chosen at the session or by the standing orders."""

    meeting = models.ForeignKey("bodies.Meeting", on_delete=models.PROTECT, related_name="verifiers")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["meeting_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="verifier_once")]

    def __str__(self) -> str:
        return f"{self.person_id}"


class Remark(FSMModelMixin, models.Model):
    """What a member says to a paragraph of the circulated minutes, and how it was settled."""

    journal_kind = "remark"

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="remarks")
    item = models.ForeignKey(
        "bodies.AgendaItem", on_delete=models.PROTECT, null=True, blank=True, related_name="remarks"
    )
    paragraph = models.PositiveSmallIntegerField(_("odstavec"), null=True, blank=True)
    quoted = models.TextField(_("čeho se týká"), blank=True)
    text = models.TextField(_("připomínka"))
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(_("kdy"))
    state = StateField(_("vypořádání"), choices=RemarkState, default=RemarkState.RECEIVED)
    reason = models.TextField(_("odůvodnění"), blank=True)
    settled_at = models.DateTimeField(_("vypořádáno"), null=True, blank=True)
    settled_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["minutes_id", "item__order", "paragraph", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RemarkState.values), name="remark_state_known"),
            models.CheckConstraint(
                condition=Q(state=RemarkState.RECEIVED, settled_at=None)
                | ~Q(state=RemarkState.RECEIVED) & Q(settled_at__isnull=False),
                name="remark_settled_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @transition(field=state, source="*", target=RemarkState.ACCEPTED)
    def accept(self) -> None: ...

    @transition(field=state, source="*", target=RemarkState.EXPLAINED)
    def explain(self) -> None: ...

    @transition(field=state, source="*", target=RemarkState.REJECTED)
    def reject(self) -> None: ...


class Correction(models.Model):
    """A dated correction or supplement of verified minutes; the frozen text itself never changes."""

    journal_kind = "correction"

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField(_("číslo"))
    kind = models.CharField(_("druh"), max_length=10, choices=CorrectionKind)
    item = models.ForeignKey(
        "bodies.AgendaItem", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField(_("znění"))
    reason = models.TextField(_("důvod"))
    made_at = models.DateTimeField(_("kdy"))
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["minutes_id", "number"]
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="correction_number_once")]

    def __str__(self) -> str:
        return f"{self.minutes_id}/{self.number}"
