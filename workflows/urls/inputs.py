"""Asking for reports and proposals; the addresses of a round say its number, the plan follows from it."""

from django.urls import URLPattern, path

from people.actions import link as links
from workflows.letters import INPUT
from workflows.views import input_answer, inputs, proposals

INPUTS = "plany/<slug:slug>/podklady/"
ROUND = "podklady/<int:round>/"
REQUEST = "podklady/zadost/<int:pk>/"
PROPOSAL = "podklady/navrh/<int:pk>/"

plans: list[URLPattern] = [
    path(INPUTS, inputs.Rounds.as_view(), name="inputs"),
    path(f"{INPUTS}pozadat/", inputs.RoundOpen.as_view(), name="input-open"),
    path(f"{INPUTS}navrhy/", proposals.Proposals.as_view(), name="proposals"),
    path(ROUND, inputs.Round.as_view(), name="input-round"),
    path(f"{ROUND}pozadat-dalsi/", inputs.RoundMore.as_view(), name="input-more"),
    path(f"{ROUND}pripomenout/", inputs.RoundRemind.as_view(), name="input-remind-all"),
    path(f"{ROUND}prodlouzit/", inputs.RoundExtend.as_view(), name="input-extend"),
    path(f"{ROUND}uzavrit/", inputs.RoundClose.as_view(), name="input-close"),
    path(REQUEST, inputs.RequestDetail.as_view(), name="input-request"),
    path(f"{REQUEST}dopis/", inputs.RequestLetter.as_view(), name="input-letter"),
    path(f"{REQUEST}pripomenout/", inputs.RequestRemind.as_view(), name="input-remind"),
    path(f"{REQUEST}omluvit/", inputs.RequestExcuse.as_view(), name="input-excuse"),
    path(f"{REQUEST}znovu/", inputs.RequestReopen.as_view(), name="input-reopen"),
    path(f"{REQUEST}predat/", inputs.RequestHandOver.as_view(), name="input-hand-over"),
    path(f"{REQUEST}zapsat-za/", input_answer.AnswerRecorded.as_view(), name="input-record"),
    path(f"{REQUEST}odpovedet/", input_answer.AnswerSignedIn.as_view(), name="input-fill"),
    path(f"{PROPOSAL}zaradit/", proposals.ProposalTake.as_view(), name="proposal-take"),
    path(f"{PROPOSAL}nezaradit/", proposals.ProposalDecline.as_view(), name="proposal-decline"),
    path(f"{PROPOSAL}znovu/", proposals.ProposalReopen.as_view(), name="proposal-reopen"),
    path("o/<str:token>/podklady/", input_answer.AnswerByLink.as_view(), name="input-answer"),
]

links.opens(INPUT, "plans:input-answer")
