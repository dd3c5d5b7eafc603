"""The text of an edition: chapters and items."""

from django.urls import URLPattern, path

from workflows.views import content

EDITION = "plany/<slug:slug>/zneni/<int:pk>/"
ITEM = f"{EDITION}opatreni/<uuid:key>/"

plans: list[URLPattern] = [
    path(f"{EDITION}text/", content.Text.as_view(), name="text"),
    path(f"{EDITION}text/<slug:key>/upravit/", content.PartWrite.as_view(), name="part-write"),
    path(f"{EDITION}opatreni/", content.Items.as_view(), name="items"),
    path(f"{EDITION}opatreni/pridat/", content.ItemAdd.as_view(), name="item-add"),
    path(ITEM, content.ItemDetail.as_view(), name="item"),
    path(f"{ITEM}upravit/", content.ItemWrite.as_view(), name="item-write"),
    path(f"{ITEM}posunout/", content.ItemShift.as_view(), name="item-shift"),
    path(f"{ITEM}odebrat/", content.ItemRemove.as_view(), name="item-remove"),
]
