"""The search for a date."""

from django.urls import URLPattern, path

from bodies.letters.poll import PURPOSE
from bodies.views import poll
from people.actions import link

POLL = "terminy/<int:pk>/"

meetings: list[URLPattern] = [
    path("organy/<slug:slug>/terminy/novy/", poll.PollCreate.as_view(), name="poll-create"),
    path("terminy/odpoved/<str:token>/", poll.PollLink.as_view(), name="poll-link"),
    path(POLL, poll.PollDetail.as_view(), name="poll"),
    path(f"{POLL}odpoved/", poll.PollAnswer.as_view(), name="poll-answer"),
    path(f"{POLL}odpoved/<int:person>/", poll.PollRecord.as_view(), name="poll-record"),
    path(f"{POLL}vybrat/<int:option>/", poll.PollDecide.as_view(), name="poll-decide"),
    path(f"{POLL}zrusit/", poll.PollCancel.as_view(), name="poll-cancel"),
]

link.opens(PURPOSE, "meetings:poll-link")
