"""Answers to invitations: by the personal link, signed in, typed in for somebody."""

from django.urls import URLPattern, path

from bodies.views import answer as views
from people.actions import link as links

meetings: list[URLPattern] = [
    path("o/<str:token>/pozvanka/", views.Invitation.as_view(), name="invitation"),
    path("o/<str:token>/podklad/<int:paper>/", views.InvitationPaper.as_view(), name="invitation-paper"),
    path("jednani/<int:pk>/ucast/", views.People.as_view(), name="people"),
    path("jednani/<int:pk>/odpoved/", views.MyAnswer.as_view(), name="answer"),
    path(
        "jednani/<int:pk>/ucast/<int:participant>/zapsat/", views.AnswerRecord.as_view(), name="answer-record"
    ),
]

links.opens(views.PURPOSE, "meetings:invitation")
