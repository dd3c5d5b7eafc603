from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from config import pages
from config.health import health
from people.views import demo_mail, page

handler500 = "people.views.broken.broken"

urlpatterns = [
    path("zdravi/", health, name="health"),
    path("jazyk/", login_not_required(set_language), name="set_language"),
    # Before allauth's own: the office keeps the addresses, members only read theirs
    path("ucet/email/", page.AccountEmail.as_view(), name="account_email"),
    path("ucet/", include("allauth.urls")),
    path("o-planovani/", pages.About.as_view(), name="about"),
    path("pristupnost/", pages.Accessibility.as_view(), name="accessibility"),
    path("osobni-udaje/", pages.Privacy.as_view(), name="privacy"),
    path("posta-dema/", demo_mail.DemoMailList.as_view(), name="demo_mail"),
    path("posta-dema/<slug:name>/", demo_mail.DemoMailDetail.as_view(), name="demo_mail_detail"),
    path("posta-dema/<slug:name>/<int:number>/", demo_mail.DemoMailPart.as_view(), name="demo_mail_part"),
    path("", include("people.urls")),
    path("", include("documents.urls")),
    path("", include("bodies.urls")),
    path("", include("workflows.urls")),
]

# What mail providers tell us: deliveries, bounces, received mail. Never open without their secret.
if settings.ANYMAIL.get("WEBHOOK_SECRET"):
    urlpatterns.append(path("anymail/", include("anymail.urls")))
