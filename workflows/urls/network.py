"""Networks of services: written as editions, read by anybody once in force."""

from django.urls import URLPattern, path

from workflows.views import network

NETWORK = "plany/<slug:slug>/zneni/<int:pk>/sit/"
SERVICE = f"{NETWORK}<uuid:key>/"

plans: list[URLPattern] = [
    path(NETWORK, network.Services.as_view(), name="services"),
    path(f"{NETWORK}pridat/", network.ServiceAdd.as_view(), name="service-add"),
    path(f"{NETWORK}porovnani/", network.ServicesCompare.as_view(), name="services-compare"),
    path(f"{NETWORK}sit.xlsx", network.ServicesSheet.as_view(), name="services-xlsx"),
    path(SERVICE, network.ServiceWrite.as_view(), name="service"),
    path(f"{SERVICE}presunout/", network.ServiceMove.as_view(), name="service-move"),
    path(f"{SERVICE}odebrat/", network.ServiceRemove.as_view(), name="service-remove"),
]
public: list[URLPattern] = [
    path("plany/<slug:slug>/sit/", network.PublicNetwork.as_view(), name="network"),
    path("plany/<slug:slug>/sit.xlsx", network.PublicNetworkSheet.as_view(), name="network-xlsx"),
]
