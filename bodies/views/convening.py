"""Invitations of a meeting: who was sent what; convening, rescheduling and cancelling."""

from django.views.generic import TemplateView

from bodies.enums import Permission
from bodies.web import MeetingMixin


class Invitations(MeetingMixin, TemplateView):
    """Who is invited and what each of them was sent."""

    template_name = "bodies/convening/invitations.html"
    tab = "invitations"


class Convene(Invitations):
    permission_required = Permission.RUN_MEETING


class Reschedule(Invitations):
    permission_required = Permission.RUN_MEETING


class Cancel(Invitations):
    permission_required = Permission.RUN_MEETING


class GuestAdd(Invitations):
    permission_required = Permission.RUN_MEETING


class Uninvite(Invitations):
    permission_required = Permission.RUN_MEETING


class Remind(Invitations):
    permission_required = Permission.RUN_MEETING


class SendChanges(Invitations):
    permission_required = Permission.RUN_MEETING


class Print(Invitations):
    permission_required = Permission.RUN_MEETING


class PrintAll(Invitations):
    permission_required = Permission.RUN_MEETING
