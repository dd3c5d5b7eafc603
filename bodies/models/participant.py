"""Who is invited to a meeting, what they answered and whether they came."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bodies.enums import AbsenceKind, AnswerChannel, AnswerFate, AnswerValue, Attendance, InvitedAs
from people.enums import Side


class Participant(models.Model):
    """One invited person; seat, side and vote are those on the day of the meeting."""

    journal_kind = "participant"

    meeting = models.ForeignKey("bodies.Meeting", on_delete=models.PROTECT, related_name="participants")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="participations")
    seat = models.ForeignKey(
        "bodies.Seat", on_delete=models.PROTECT, null=True, blank=True, related_name="participations"
    )
    invited_as = models.CharField(
        _("pozván/a jako"), max_length=10, choices=InvitedAs, default=InvitedAs.MEMBER
    )
    side = models.CharField(_("strana triády"), max_length=13, choices=Side, blank=True)
    is_voting = models.BooleanField(_("hlasuje"), default=False)
    represents = models.CharField(_("za koho"), max_length=200, blank=True)
    added_at = models.DateTimeField(_("přidán/a"))
    removed_at = models.DateTimeField(_("odebrán/a"), null=True, blank=True)

    # What they were told last: a letter follows only when it would say something else.
    mailed_at = models.DateTimeField(_("pozvánka"), null=True, blank=True)
    mailed_sequence = models.PositiveIntegerField(null=True, blank=True)
    mailed_digest = models.CharField(max_length=64, blank=True)
    reminded_at = models.DateTimeField(_("připomenuto"), null=True, blank=True)

    # The answer that counts; the whole history is in Answer.
    answer = models.CharField(_("odpověď"), max_length=9, choices=AnswerValue, blank=True)
    answered_at = models.DateTimeField(_("odpověděl/a"), null=True, blank=True)
    reason = models.CharField(_("důvod"), max_length=500, blank=True)
    deputy = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("zástupce"),
    )
    deputy_name = models.CharField(_("jméno zástupce"), max_length=200, blank=True)

    attendance = models.CharField(_("účast"), max_length=11, choices=Attendance, blank=True)
    attendance_note = models.CharField(_("poznámka k účasti"), max_length=200, blank=True)

    class Meta:
        ordering = ["meeting_id", "invited_as", "seat__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="participant_invited_once"),
            models.CheckConstraint(
                condition=Q(answer__in=["", *AnswerValue.values]), name="participant_answer_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="participant_answer_has_time",
            ),
            models.CheckConstraint(
                condition=Q(attendance__in=["", *Attendance.values]), name="participant_attendance_known"
            ),
            models.CheckConstraint(
                condition=Q(is_voting=False) | Q(seat__isnull=False), name="participant_votes_from_seat"
            ),
        ]
        indexes = [models.Index(fields=["person", "removed_at"], name="participant_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} na {self.meeting_id}"


class Answer(models.Model):
    """One answer to an invitation by whatever way it came; nothing that came is ever thrown away."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="answers")
    value = models.CharField(_("odpověď"), max_length=9, choices=AnswerValue)
    channel = models.CharField(_("jak přišla"), max_length=7, choices=AnswerChannel)
    fate = models.CharField(_("co se s ní stalo"), max_length=9, choices=AnswerFate)
    received_at = models.DateTimeField(_("kdy přišla"))
    recorded_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    comment = models.CharField(_("vzkaz"), max_length=500, blank=True)
    deputy_name = models.CharField(_("zástupce"), max_length=200, blank=True)
    proposed_time = models.CharField(_("navržený jiný čas"), max_length=120, blank=True)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    said_at = models.DateTimeField(_("kdy byla napsána"))
    is_verified = models.BooleanField(_("odesílatel ověřen"), default=True)
    mail = models.ForeignKey(
        "people.InboundMail", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["participant_id", "received_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(value__in=AnswerValue.values), name="answer_value_known"),
            models.CheckConstraint(condition=Q(fate__in=AnswerFate.values), name="answer_fate_known"),
            models.UniqueConstraint(
                fields=["mail"], condition=Q(mail__isnull=False), name="answer_once_per_mail"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.value}"


class Needs(models.Model):
    """What somebody needs to be able to come; asked once, remembered, seen by organisers only."""

    journal_kind = "needs"

    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="needs")
    barrier_free = models.BooleanField(_("bezbariérový přístup"), default=False)
    companion = models.BooleanField(_("doprovod nebo asistence"), default=False)
    interpreter = models.CharField(_("tlumočení nebo přepis"), max_length=200, blank=True)
    large_print = models.BooleanField(_("materiály velkým písmem"), default=False)
    on_paper = models.BooleanField(_("pozvánky a materiály na papíře"), default=False)
    note = models.CharField(_("další"), max_length=300, blank=True)
    updated_at = models.DateTimeField(_("uvedeno"))

    def __str__(self) -> str:
        return f"{self.person_id}"


class Stay(models.Model):
    """A stretch of time during which a participant was at the session."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="stays")
    arrived_at = models.DateTimeField(_("příchod"))
    left_at = models.DateTimeField(_("odchod"), null=True, blank=True)
    is_remote = models.BooleanField(_("on-line"), default=False)

    class Meta:
        ordering = ["participant_id", "arrived_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at")), name="stay_leaves_after_arrival"
            ),
            models.UniqueConstraint(fields=["participant"], condition=Q(left_at=None), name="stay_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.arrived_at:%H:%M}"


class ItemAbsence(models.Model):
    """Who was not at one item, or declared a conflict of interest before it (§ 83/2 act 128/2000)."""

    item = models.ForeignKey("bodies.AgendaItem", on_delete=models.PROTECT, related_name="absences")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(_("co"), max_length=14, choices=AbsenceKind)
    note = models.CharField(_("poznámka"), max_length=300, blank=True)
    declared_at = models.DateTimeField(_("oznámeno"))

    class Meta:
        ordering = ["item__order", "item_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "participant"], name="item_absence_once"),
            models.CheckConstraint(condition=Q(kind__in=AbsenceKind.values), name="item_absence_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.kind}"
