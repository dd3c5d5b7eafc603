from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from config.health import health

urlpatterns = [
    path("zdravi/", health, name="health"),
    path("jazyk/", login_not_required(set_language), name="set_language"),
    path("ucet/", include("allauth.urls")),
    path("", include("people.urls")),
    path("", include("documents.urls")),
    path("", include("bodies.urls")),
    path("", include("workflows.urls")),
]
