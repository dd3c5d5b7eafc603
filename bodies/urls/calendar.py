"""Calendar feeds and files."""

from django.urls import URLPattern, path

from bodies.views import calendar as views

calendars: list[URLPattern] = [
    path("kalendar/", views.MyCalendar.as_view(), name="mine"),
    path("kalendar/rok/<int:year>/", views.YearCalendar.as_view(), name="year"),
    path("kalendar/organ/<slug:slug>.ics", views.BodyFeed.as_view(), name="body"),
    path("kalendar/jednani/<int:pk>.ics", views.MeetingFile.as_view(), name="meeting"),
    path("kalendar/<str:token>.ics", views.PersonalFeed.as_view(), name="personal"),
]
