"""The agenda of a meeting and the backlog of a body."""

from django.urls import URLPattern, path

from bodies.views import agenda, proposal

AGENDA = "jednani/<int:pk>/program/"
ITEM = "jednani/bod/<int:item>/"
BACKLOG = "organy/<slug:slug>/zasobnik/"

meetings: list[URLPattern] = [
    path(f"{AGENDA}novy-bod/", agenda.ItemAdd.as_view(), name="item-add"),
    path(f"{AGENDA}prestavka/", agenda.AgendaBreak.as_view(), name="agenda-break"),
    path(f"{AGENDA}poradi/", agenda.AgendaShift.as_view(), name="agenda-shift"),
    path(f"{AGENDA}stale-body/", agenda.AgendaStanding.as_view(), name="agenda-standing"),
    path(f"{AGENDA}navrhnout/", proposal.Propose.as_view(), name="propose"),
    path(f"{ITEM}upravit/", agenda.ItemEdit.as_view(), name="item-edit"),
    path(f"{ITEM}poradi/", agenda.ItemShift.as_view(), name="item-shift"),
    path(f"{ITEM}stahnout/", agenda.ItemWithdraw.as_view(), name="item-withdraw"),
    path(f"{ITEM}odebrat/", agenda.ItemRemove.as_view(), name="item-remove"),
    path(f"{ITEM}presunout/", agenda.ItemCarry.as_view(), name="item-carry"),
    path(f"{ITEM}materialy/", agenda.ItemPaper.as_view(), name="item-papers"),
    path(f"{ITEM}materialy/<int:paper_pk>/odebrat/", agenda.PaperRemove.as_view(), name="paper-remove"),
    path(f"{ITEM}navrh/", proposal.ProposalAnswer.as_view(), name="item-proposal"),
    path(BACKLOG, proposal.Backlog.as_view(), name="backlog"),
    path(f"{BACKLOG}novy-bod/", agenda.BacklogAdd.as_view(), name="backlog-add"),
    path(f"{BACKLOG}navrhnout/", proposal.BacklogPropose.as_view(), name="backlog-propose"),
]
