import pytest
from django.urls import reverse


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["about", "accessibility", "privacy"])
def test_a_page_about_us_is_open_to_everybody(client, name):
    assert client.get(reverse(name)).status_code == 200


def test_the_language_can_be_changed_without_login(client):
    response = client.post(reverse("set_language"), {"language": "en", "next": "/o-planovani/"})
    assert (response.status_code, response.url) == (302, "/o-planovani/")
    assert response.cookies["django_language"].value == "en"
