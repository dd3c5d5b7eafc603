import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse
from django.views.generic import View

from people.errors import Blocked, Blocker, Gone, LinkExpired, LinkUnknown, Stale, TooOften
from people.web import ActionMixin, PublicMixin, client_address, navigation, paged
from tests.factories import people as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    """Give a request of somebody signed in, as a page of ours would get it."""
    request = RequestFactory().post("/plany/1/", {"text": "Moje znění", "csrfmiddlewaretoken": "x"})
    request.user = make.person()
    return request


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (Gone(), 409, "Už vyřízeno"),
        (
            Blocked([Blocker("koos", "Chybí stanovisko KOOS", "/x/")]),
            409,
            '<a href="/x/">Chybí stanovisko KOOS</a>',
        ),
        (Stale(current="Cizí znění"), 409, "Cizí znění"),
        (Stale(current="Cizí znění"), 409, "Moje znění"),
        (LinkUnknown(), 404, "Tento odkaz neplatí."),
        (LinkExpired(), 410, "Platnost tohoto odkazu už skončila."),
        (TooOften(), 429, "Zkuste to prosím za chvíli."),
    ],
)
def test_a_refusal_becomes_a_page_wherever_in_the_view_it_is_said(page, error, status, said):
    class Early(ActionMixin, View):
        def setup(self, request, *args, **kwargs):
            raise error

    class Late(ActionMixin, View):
        def post(self, request):
            raise error

    for view in (Early, Late):
        response = view.as_view()(page)
        text = response.content.decode().replace("\xa0", " ")
        assert (response.status_code, said in text) == (status, True)


def test_a_public_page_stays_public_beside_the_mixin_of_deeds():
    class First(PublicMixin, ActionMixin, View):
        pass

    class Second(ActionMixin, PublicMixin, View):
        pass

    assert [view.as_view().login_required for view in (First, Second)] == [False, False]


def test_a_page_of_nonsense_is_the_nearest_page():
    request = HttpRequest()
    request.GET = {"page": "999"}
    assert paged(request, list(range(30))).number == 2


def test_the_address_of_a_visitor_is_read_past_our_own_proxies(settings):
    request = RequestFactory().get(
        "/", headers={"X-Forwarded-For": "6.6.6.6, 1.2.3.4"}, REMOTE_ADDR="10.0.0.1"
    )
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert client_address(request) == "10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client_address(request) == "1.2.3.4"


def test_the_navigation_shows_only_pages_that_exist_and_that_the_person_may_open(monkeypatch):
    monkeypatch.setattr(navigation, "ITEMS", {})
    monkeypatch.setattr(navigation, "COUNTS", [lambda _person: {"account": 3}])
    navigation.register(2, "Správa", "admin_ui:people", navigation.administrators)
    navigation.register(1, "Účet", "account", navigation.signed_in)
    navigation.register(3, "Nic", "no-such-page", navigation.everybody)
    admin = make.administrator(make.region())
    shown = navigation.drawn(admin, reverse("admin_ui:letters"))
    assert [(one["label"], one["count"], one["current"]) for one in shown] == [
        ("Účet", 3, False),
        ("Správa", 0, True),
    ]
    assert [one["label"] for one in navigation.drawn(make.person(), "/")] == ["Účet"]
