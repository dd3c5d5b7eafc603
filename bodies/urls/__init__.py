"""Addresses of bodies and their meetings: Czech and stable, because they stand in printed minutes."""

from django.urls import URLPattern, URLResolver, include, path

from bodies.urls import (
    action_item,
    agenda,
    answer,
    ballot,
    body,
    calendar,
    convening,
    election,
    mail,
    meeting,
    minutes,
    per_rollam,
    poll,
    public,
    resolution,
    session,
)

bodies: list[URLPattern] = [*body.bodies, *election.bodies]

meetings: list[URLPattern] = [
    *meeting.meetings,
    *agenda.meetings,
    *convening.meetings,
    *answer.meetings,
    *mail.meetings,
    *session.meetings,
    *ballot.meetings,
    *minutes.meetings,
    *poll.meetings,
    *resolution.meetings,
    *action_item.meetings,
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((bodies, "bodies"))),
    path("", include((meetings, "meetings"))),
    path("", include((per_rollam.rounds, "rounds"))),
    path("", include((resolution.resolutions, "resolutions"))),
    path("", include((action_item.tasks, "tasks"))),
    path("", include((calendar.calendars, "calendars"))),
    path("", include((public.assemblies, "assemblies"))),
]
