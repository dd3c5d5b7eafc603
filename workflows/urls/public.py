"""What anybody may open without an account."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from documents.actions.comment import PURPOSE
from people.actions import link as links
from people.web import navigation
from workflows.views.public import Consultations, HearingCalendar, PublicSettlement, PublicText
from workflows.views.receipts import ConfirmEmail, Receipt, SendComment

public: list[URLPattern] = [
    path("pripominkovani/", Consultations.as_view(), name="consultations"),
    path("pripominka/<str:key>/", Receipt.as_view(), name="receipt"),
    path("potvrdit/<str:token>/", ConfirmEmail.as_view(), name="confirm"),
    path("plany/<slug:slug>/pripominka/", SendComment.as_view(), name="comment"),
    path("plany/<slug:slug>/navrh/<int:pk>/", PublicText.as_view(), name="text"),
    path("plany/<slug:slug>/vyporadani/<int:pk>/", PublicSettlement.as_view(), name="settlement"),
    path("plany/<slug:slug>/projednani/<int:pk>.ics", HearingCalendar.as_view(), name="hearing-ics"),
]

links.opens(PURPOSE, "public:confirm")

navigation.register(30, _("K připomínkování"), "public:consultations", navigation.anonymous)
navigation.register(60, _("O komunitním plánování"), "about", navigation.anonymous)
