"""Votes outside a meeting (per rollam)."""

from django.urls import URLPattern, path

from bodies.letters.per_rollam import ROUND
from bodies.views import per_rollam
from people.actions import link as links

ROUND_PAGE = "hlasovani-mimo-jednani/<int:pk>/"

rounds: list[URLPattern] = [
    path("hlasovani-mimo-jednani/", per_rollam.RoundList.as_view(), name="list"),
    path("hlasovani-mimo-jednani/nove/<slug:slug>/", per_rollam.RoundCreate.as_view(), name="create"),
    path(ROUND_PAGE, per_rollam.RoundDetail.as_view(), name="detail"),
    path(f"{ROUND_PAGE}upravit/", per_rollam.RoundEdit.as_view(), name="edit"),
    path(f"{ROUND_PAGE}zahajit/", per_rollam.RoundOpen.as_view(), name="open"),
    path(f"{ROUND_PAGE}pripomenout/", per_rollam.RoundRemind.as_view(), name="remind"),
    path(f"{ROUND_PAGE}uzavrit/", per_rollam.RoundClose.as_view(), name="close"),
    path(f"{ROUND_PAGE}zrusit/", per_rollam.RoundCancel.as_view(), name="cancel"),
    path(f"{ROUND_PAGE}hlas/", per_rollam.RoundVoteOwn.as_view(), name="vote"),
    path(f"{ROUND_PAGE}hlas/<int:vote>/zapsat/", per_rollam.RoundVoteRecord.as_view(), name="vote-record"),
    path("o/<str:token>/hlasovani/", per_rollam.RoundVoteByLink.as_view(), name="vote-by-link"),
]

links.opens(ROUND, "rounds:vote-by-link")
