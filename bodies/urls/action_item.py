"""Action items: list, board, one task with its deeds, the personal link, the check at a meeting."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from bodies.letters.action_item import TASK as TASK_PURPOSE
from bodies.views import action_check, action_deed, action_item, action_link
from people.actions import link as links
from people.web import navigation

TASK = "ukoly/<int:pk>/"

tasks: list[URLPattern] = [
    path("ukoly/", action_item.TaskList.as_view(), name="list"),
    path("ukoly/nastenka/", action_item.TaskBoard.as_view(), name="board"),
    path("ukoly/novy/", action_item.TaskCreate.as_view(), name="create"),
    path("ukoly/export.xlsx", action_item.TaskExport.as_view(), name="export"),
    path(TASK, action_item.TaskDetail.as_view(), name="detail"),
    path(f"{TASK}zacit/", action_deed.TakeUp.as_view(), name="take-up"),
    path(f"{TASK}splneno/", action_deed.Report.as_view(), name="report"),
    path(f"{TASK}prilohy/", action_deed.Attach.as_view(), name="attach"),
    path(f"{TASK}vic-casu/", action_deed.WantTime.as_view(), name="want-time"),
    path(f"{TASK}potvrdit/", action_deed.Accept.as_view(), name="accept"),
    path(f"{TASK}vratit/", action_deed.SendBack.as_view(), name="send-back"),
    path(f"{TASK}prodlouzit/", action_deed.Extend.as_view(), name="extend"),
    path(f"{TASK}ponechat-termin/", action_deed.KeepTerm.as_view(), name="keep-term"),
    path(f"{TASK}predat/", action_deed.Reassign.as_view(), name="reassign"),
    path(f"{TASK}zrusit/", action_deed.Cancel.as_view(), name="cancel"),
    path(f"{TASK}otevrit/", action_deed.Reopen.as_view(), name="reopen"),
    path("o/<str:token>/ukol/", action_link.TaskByLink.as_view(), name="answer"),
]

meetings: list[URLPattern] = [
    path("jednani/<int:pk>/ukoly/", action_check.MeetingTasks.as_view(), name="tasks"),
    path("jednani/<int:pk>/ukoly/<int:task>/kontrola/", action_check.TaskCheck.as_view(), name="task-check"),
    path("jednani/<int:pk>/body/<int:item>/ukol/", action_check.TaskAdd.as_view(), name="task-add"),
]

links.opens(TASK_PURPOSE, "tasks:answer")
navigation.register(40, _("Úkoly"), "tasks:list", navigation.signed_in)
