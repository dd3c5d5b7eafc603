"""The window for comments and its hearing."""

from django.urls import URLPattern, path

from workflows.views import consultation

EDITION = "plany/<slug:slug>/zneni/<int:pk>/"
HEARING = f"{EDITION}projednani/<int:hearing>/"

plans: list[URLPattern] = [
    path(f"{EDITION}pripominkovani/", consultation.ConsultationDetail.as_view(), name="consultation"),
    path(f"{EDITION}projednani/oznamit/", consultation.HearingPlan.as_view(), name="hearing-plan"),
    path(f"{HEARING}zapsat/", consultation.HearingRecord.as_view(), name="hearing-record"),
    path(f"{HEARING}zrusit/", consultation.HearingCancel.as_view(), name="hearing-cancel"),
]
