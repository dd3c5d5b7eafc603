"""The session: attendance, live minutes, items."""

from django.urls import URLPattern, path

from bodies.views import attendance, record, session

MEETING = "jednani/<int:pk>/"
LIVE = f"{MEETING}zapis/zive/"
ITEM = f"{LIVE}body/<int:item>/"

meetings: list[URLPattern] = [
    path(f"{MEETING}zahajeni/", session.Begin.as_view(), name="session"),
    path(f"{MEETING}ukonceni/", session.End.as_view(), name="session-end"),
    path(f"{MEETING}ztrata-usnasenischopnosti/", session.QuorumLost.as_view(), name="session-lost"),
    path(LIVE, session.Live.as_view(), name="live"),
    path(f"{ITEM}krok/", session.ItemStep.as_view(), name="item-step"),
    path(f"{ITEM}text/", record.Save.as_view(), name="record-save"),
    path(f"{ITEM}spojit/", record.Merge.as_view(), name="record-merge"),
    path(f"{ITEM}stret-zajmu/", attendance.Declare.as_view(), name="declare"),
    path(f"{MEETING}prezence/", attendance.Presence.as_view(), name="attendance"),
    path(f"{MEETING}prezence/zive/", attendance.Tick.as_view(), name="attendance-tick"),
    path(f"{MEETING}prezence/<int:participant>/", attendance.One.as_view(), name="attendance-mark"),
    path(f"{MEETING}prezencni-listina/", attendance.Sheet.as_view(), name="sheet"),
    path(f"{MEETING}prezencni-listina/sken/", attendance.SheetUpload.as_view(), name="sheet-upload"),
]
