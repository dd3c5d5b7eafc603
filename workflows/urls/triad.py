"""The triad of an edition and answering by a letter's link."""

from django.urls import URLPattern, path

from people.actions import link as links
from workflows.letters import REVIEW as REVIEW_PURPOSE
from workflows.views import triad

TRIAD = "plany/<slug:slug>/zneni/<int:pk>/triada/"
REVIEW = f"{TRIAD}<int:review>/"

plans: list[URLPattern] = [
    path(TRIAD, triad.Triad.as_view(), name="triad"),
    path(f"{TRIAD}urcit/", triad.ReviewName.as_view(), name="review-name"),
    path(f"{TRIAD}urcit-organ/", triad.ReviewNameBody.as_view(), name="review-name-body"),
    path(f"{REVIEW}vyjadrit/", triad.ReviewAnswer.as_view(), name="review-answer"),
    path(f"{REVIEW}zapsat-za/", triad.ReviewRecord.as_view(), name="review-record"),
    path(f"{REVIEW}omluvit/", triad.ReviewExcuse.as_view(), name="review-excuse"),
    path(f"{REVIEW}predat/", triad.ReviewReassign.as_view(), name="review-reassign"),
    path(f"{REVIEW}pripomenout/", triad.ReviewRemind.as_view(), name="review-remind"),
    path(f"{REVIEW}vyporadat/", triad.ReviewSettle.as_view(), name="review-settle"),
    path("o/<str:token>/vyjadreni/", triad.ReviewByLink.as_view(), name="review-by-link"),
]

links.opens(REVIEW_PURPOSE, "plans:review-by-link")
