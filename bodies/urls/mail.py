"""The queue of mail that waits for a person."""

from django.urls import URLPattern, path

from bodies.views import mail as views

meetings: list[URLPattern] = [
    path("jednani/posta/", views.MailList.as_view(), name="mail"),
    path("jednani/posta/<int:pk>/", views.MailDetail.as_view(), name="mail-detail"),
    path("jednani/posta/<int:pk>/zapsat/", views.MailAssign.as_view(), name="mail-assign"),
    path("jednani/posta/<int:pk>/odlozit/", views.MailIgnore.as_view(), name="mail-ignore"),
    path("jednani/posta/<int:pk>/vyrizeno/", views.MailAcknowledge.as_view(), name="mail-acknowledge"),
]
