"""Convening, rescheduling and cancelling, with the preview of what will be mailed."""

from django.urls import URLPattern, path

from bodies.views import convening, invitations

MEETING = "jednani/<int:pk>/"
INVITATIONS = f"{MEETING}pozvanky/"

meetings: list[URLPattern] = [
    path(INVITATIONS, invitations.Invitations.as_view(), name="invitations"),
    path(f"{MEETING}svolat/", convening.Convene.as_view(), name="convene"),
    path(f"{MEETING}prelozit/", convening.Reschedule.as_view(), name="reschedule"),
    path(f"{MEETING}zrusit/", convening.Cancel.as_view(), name="cancel"),
    path(f"{INVITATIONS}host/", invitations.GuestAdd.as_view(), name="guest-add"),
    path(f"{INVITATIONS}<int:participant>/odebrat/", invitations.Uninvite.as_view(), name="uninvite"),
    path(f"{INVITATIONS}<int:participant>/tisk/", invitations.Print.as_view(), name="invitation-print"),
    path(f"{INVITATIONS}tisk/", invitations.PrintAll.as_view(), name="invitations-print"),
    path(f"{INVITATIONS}pripomenout/", invitations.Remind.as_view(), name="remind"),
    path(f"{INVITATIONS}zmeny/", invitations.SendChanges.as_view(), name="send-changes"),
]
