"""Addresses of the office's own pages; other apps have theirs."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from people.views import appointment, inbound, journal, letter, page, person, place
from people.web import navigation

# /sprava/
administration = [
    path("", person.PersonList.as_view(), name="people"),
    path("lide/nova/", person.PersonAdd.as_view(), name="person-add"),
    path("lide/<int:pk>/", person.PersonDetail.as_view(), name="person"),
    path("lide/<int:pk>/upravit/", person.PersonChange.as_view(), name="person-change"),
    path("lide/<int:pk>/deaktivovat/", person.PersonDeactivate.as_view(), name="person-deactivate"),
    path("lide/<int:pk>/obnovit/", person.PersonReactivate.as_view(), name="person-reactivate"),
    path("lide/<int:pk>/povereni/", appointment.AppointmentAdd.as_view(), name="appointment-add"),
    path("lide/<int:pk>/adresy/", person.AliasAdd.as_view(), name="alias-add"),
    path("adresy/<int:pk>/odebrat/", person.AliasRemove.as_view(), name="alias-remove"),
    path("povereni/<int:pk>/ukoncit/", appointment.AppointmentEnd.as_view(), name="appointment-end"),
    path("organizace/", place.OrganisationList.as_view(), name="organisations"),
    path("organizace/nova/", place.OrganisationAdd.as_view(), name="organisation-add"),
    path("organizace/<int:pk>/upravit/", place.OrganisationChange.as_view(), name="organisation-change"),
    path("organizace/<int:pk>/", place.OrganisationDetail.as_view(), name="organisation"),
    path("uzemi/", place.TerritoryList.as_view(), name="territories"),
    path("uzemi/nove/", place.TerritoryAdd.as_view(), name="territory-add"),
    path("uzemi/<int:pk>/upravit/", place.TerritoryChange.as_view(), name="territory-change"),
    path("uzemi/<int:pk>/", place.TerritoryDetail.as_view(), name="territory"),
    path("posta/", letter.LetterList.as_view(), name="letters"),
    path("posta/<int:pk>/", letter.LetterDetail.as_view(), name="letter"),
    path("posta/<int:pk>/znovu/", letter.LetterSendAgain.as_view(), name="letter-send-again"),
    path("posta/<int:pk>/doruceno/", letter.LetterConfirm.as_view(), name="letter-confirm"),
    path("dosla-posta/", inbound.InboundList.as_view(), name="inbound"),
    path("dosla-posta/<int:pk>/", inbound.InboundDetail.as_view(), name="inbound-mail"),
    path("dosla-posta/<int:pk>/odlozit/", inbound.InboundIgnore.as_view(), name="inbound-ignore"),
    path("denik/", journal.JournalVerify.as_view(), name="journal"),
]

urlpatterns = [
    path("sprava/", include((administration, "admin_ui"))),
    path("ucet/prehled/", page.Account.as_view(), name="account"),
    path("ucet/rozepsane/<int:pk>/zahodit/", page.DraftThrowAway.as_view(), name="draft-throw-away"),
    path("o/<str:token>/", page.LinkOpen.as_view(), name="link-open"),
]

navigation.register(90, _("Správa"), "admin_ui:people", navigation.administrators)
