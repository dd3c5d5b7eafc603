"""Minutes: remarks, verification, publication, corrections."""

from django.urls import URLPattern, path

from bodies.letters.minutes import PURPOSE
from bodies.views import correction, minutes, remark
from people.actions import link as links

MINUTES = "jednani/<int:pk>/zapis/"

meetings: list[URLPattern] = [
    path(MINUTES, minutes.MinutesPage.as_view(), name="minutes"),
    path(f"{MINUTES}tisk/", minutes.MinutesPrint.as_view(), name="minutes-print"),
    path(f"{MINUTES}verze/<int:number>/", minutes.MinutesVersion.as_view(), name="minutes-version"),
    path(f"{MINUTES}upravit/", minutes.Write.as_view(), name="minutes-write"),
    path(f"{MINUTES}rozeslat/", minutes.Circulate.as_view(), name="minutes-circulate"),
    path(f"{MINUTES}overeni/", minutes.Submit.as_view(), name="minutes-submit"),
    path(f"{MINUTES}overeni-na-papire/", minutes.OnPaper.as_view(), name="minutes-paper"),
    path(f"{MINUTES}vratit/", minutes.Reopen.as_view(), name="minutes-reopen"),
    path(f"{MINUTES}zverejnit/", minutes.Publish.as_view(), name="minutes-publish"),
    path(f"{MINUTES}oprava/", correction.Correct.as_view(), name="minutes-correct"),
    path(f"{MINUTES}pripominky/", remark.Remarks.as_view(), name="remarks"),
    path(f"{MINUTES}pripominky/nova/", remark.RemarkAdd.as_view(), name="remark-add"),
    path(f"{MINUTES}pripominky/za/", remark.RemarkAdd.as_view(for_other=True), name="remark-record"),
    path(f"{MINUTES}pripominky/<int:remark>/", remark.RemarkSettle.as_view(), name="remark-settle"),
    path("o/<str:token>/zapis/", remark.MinutesByLink.as_view(), name="minutes-link"),
]

links.opens(PURPOSE, "meetings:minutes-link")
