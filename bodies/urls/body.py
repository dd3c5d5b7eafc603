"""/organy/: bodies, their seats, sessions and rules."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from bodies.views import body, seat, standing_orders, year
from people.web import navigation

BODY = "organy/<slug:slug>/"

bodies: list[URLPattern] = [
    path("organy/", body.BodyList.as_view(), name="list"),
    path("organy/novy/", body.BodyCreate.as_view(), name="create"),
    path(BODY, body.BodyDetail.as_view(), name="detail"),
    path(f"{BODY}upravit/", body.BodyEdit.as_view(), name="edit"),
    path(f"{BODY}mista/nove/", seat.SeatAdd.as_view(), name="seat-add"),
    path(f"{BODY}mista/<int:pk>/upravit/", seat.SeatEdit.as_view(), name="seat-edit"),
    path(f"{BODY}mista/<int:pk>/zrusit/", seat.SeatEnd.as_view(), name="seat-end"),
    path(f"{BODY}mista/<int:pk>/obsadit/", seat.SeatOccupy.as_view(), name="seat-occupy"),
    path(f"{BODY}mandaty/<int:pk>/upravit/", seat.MandateEdit.as_view(), name="mandate-edit"),
    path(f"{BODY}mandaty/<int:pk>/ukoncit/", seat.MandateEnd.as_view(), name="mandate-end"),
    path(f"{BODY}jednani/", year.Year.as_view(), name="meetings"),
    path(f"{BODY}pravidla/", standing_orders.StandingOrdersAdopt.as_view(), name="standing-orders"),
]

navigation.register(50, _("Orgány"), "bodies:list", navigation.signed_in)
