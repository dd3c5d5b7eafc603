"""Attendance: ticked at the session, on a phone at the door, on paper with signatures."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from bodies.actions import attendance as attendances
from bodies.enums import Attendance, MeetingState, MinutesState, Permission
from bodies.errors import Miscounted
from bodies.exports.sheet import qr_code
from bodies.forms.attendance import (
    ARRIVE,
    ARRIVE_REMOTE,
    LEAVE,
    AttendanceForm,
    DeclareForm,
    ScanForm,
    TickForm,
)
from bodies.guards.attendance import standing
from bodies.models import Participant
from bodies.queries.attendance import sheet_of
from bodies.views.session import ItemMixin, LivePage, minutes_state, said_late
from bodies.web import MeetingMixin
from documents.actions import file as files
from documents.models import File
from people.errors import Blocked, Gone, Refused
from people.web import ActionMixin, AuthenticatedRequest, FormView, done

CORRECTABLE = (None, MinutesState.WRITING, MinutesState.COMMENTS)


class AttendancePage(MeetingMixin):
    """What the pages of attendance share."""

    permission_required = Permission.TAKE_MINUTES
    tab = "people"

    def people(self) -> dict[str, Any]:
        sheet = sheet_of(self.object)
        state = self.object.state
        return {
            "sheet": sheet,
            "standing": standing(sheet, self.now),
            "there": {row.participant.pk for row in sheet.rows if row.is_open},
            "may_write": state in (MeetingState.CONVENED, MeetingState.IN_SESSION)
            or (state == MeetingState.HELD and minutes_state(self.object) in CORRECTABLE),
        }


class Presence(AttendancePage, ActionMixin, TemplateView):
    """Everybody with one button for what happens most: they came, they left."""

    template_name = "bodies/attendance/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = {**self.people(), "today": self.today}
        return super().get_context_data(**context, **kwargs)


class Tick(AttendancePage, ActionMixin, View):
    """Boxes ticked on the live page; with htmx the panel comes back, without it the page."""

    request: AuthenticatedRequest

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        people = list(self.object.participants.filter(removed_at=None).values_list("pk", flat=True))
        form = TickForm(request.POST, people=people)
        if not form.is_valid():
            raise Gone
        arrived, left = form.differences()
        attendances.tick(
            meeting=self.object, arrived=arrived, left=left, at=self.now, by=request.user, now=self.now
        )
        where = self.url("live")
        item = request.POST.get("bod", "")
        if item.isdecimal():
            where = f"{where}?bod={item}"
        if request.headers.get("HX-Request"):
            return done(request, "", f"{self.url('live')}?cast=ucast")
        count = len(arrived) + len(left)
        message = ngettext("Zapsána %(n)d změna účasti.", "Zapsáno %(n)d změn účasti.", count) % {"n": count}
        return done(request, message if count else "", where)


class One(AttendancePage, FormView[AttendanceForm]):
    """What happened with one person: came, left, is represented, is excused."""

    request: AuthenticatedRequest
    form_class = AttendanceForm
    template_name = "bodies/attendance/one.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Participant.objects.select_related("person", "seat__organisation", "deputy")
        self.participant = get_object_or_404(
            rows, pk=kwargs["participant"], meeting=self.object, removed_at=None
        )
        self.participant.meeting = self.object

    def get_initial(self) -> dict[str, Any]:
        return {
            "deputy_name": self.participant.deputy_name
            or (self.participant.deputy.name if self.participant.deputy else ""),
            "note": self.participant.attendance_note,
            "what": self.request.GET.get("co", ARRIVE),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stays = list(self.participant.stays.all())
        return super().get_context_data(participant=self.participant, stays=stays, **kwargs)

    def form_valid(self, form: AttendanceForm) -> HttpResponse:
        try:
            self.write(form)
        except Miscounted as error:
            field = {"attendance": "what"}.get(error.field, error.field)
            form.add_error(field if field in form.fields else None, error.message)
            return self.form_invalid(form)
        except (Gone, Blocked):
            raise
        except Refused as error:
            form.add_error("what", error.message)
            return self.form_invalid(form)
        message = _("Zapsáno: %(name)s.") % {"name": self.participant.person.name}
        return done(self.request, message, f"{self.url('attendance')}#u{self.participant.pk}")

    def write(self, form: AttendanceForm) -> None:
        """Do the deed that was chosen."""
        data, at = form.cleaned_data, form.instant(self.object.held_on, self.now)
        who: dict[str, Any] = {"participant": self.participant, "at": at, "now": self.now}
        by = self.request.user
        if data["what"] in (ARRIVE, ARRIVE_REMOTE) and self.object.state != MeetingState.HELD:
            attendances.arrive(**who, by=by, is_remote=data["what"] == ARRIVE_REMOTE)
        elif data["what"] == LEAVE:
            attendances.leave(**who, by=by)
        else:
            words = {ARRIVE: Attendance.PRESENT, ARRIVE_REMOTE: Attendance.REMOTE}
            attendance = words.get(data["what"], data["what"])
            more = {"note": data["note"], "deputy_name": data["deputy_name"]}
            attendances.mark(**who, by=by, attendance=attendance, **more)


class Declare(ItemMixin, LivePage):
    """Somebody takes no part in an item, or has an interest in it; or that is taken back."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return done(request, "", self.live())

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        undone = request.POST.get("zrusit", "")
        if undone:
            who = get_object_or_404(Participant, pk=undone if undone.isdecimal() else 0, meeting=self.object)
            attendances.undeclare(item=self.item, participant=who, by=request.user, now=self.now)
            return done(request, _("Oznámení je zrušené."), f"{self.live()}#stret")
        form = DeclareForm(request.POST, rows=sheet_of(self.object).rows)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(declare_form=form), status=422)
        absence = attendances.declare(item=self.item, by=request.user, now=self.now, **form.cleaned_data)
        if attendances.was_late(absence):
            said_late(request)
        return done(request, _("Oznámení je zapsané."), f"{self.live()}#stret")


class Sheet(AttendancePage, TemplateView):
    """The attendance sheet to be printed and signed, and its photo when it comes back."""

    template_name = "bodies/attendance/sheet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = self.request.build_absolute_uri(self.url("detail"))
        scans = File.objects.filter(holder_kind=self.object.journal_kind, holder_id=self.object.pk)
        context: dict[str, Any] = {
            **self.people(),
            "address": address,
            "qr": qr_code(address),
            "scans": list(scans.order_by("uploaded_at")),
            "scan_form": kwargs.pop("scan_form", None) or ScanForm(),
        }
        return super().get_context_data(**context, **kwargs)


class SheetUpload(Sheet, ActionMixin):
    """The signed sheet comes back as a photo or a scan."""

    request: AuthenticatedRequest

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return done(request, "", self.url("sheet"))

    def post(self, request: AuthenticatedRequest, **_kwargs: Any) -> HttpResponse:
        form = ScanForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                files.keep(
                    holder=self.object, upload=form.cleaned_data["file"], by=request.user, now=self.now
                )
            except Gone:
                raise
            except Refused as error:
                form.add_error("file", error.message)
        if form.errors:
            return self.render_to_response(self.get_context_data(scan_form=form), status=422)
        return done(request, _("Prezenční listina je přiložená."), self.url("sheet"))
