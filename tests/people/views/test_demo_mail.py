import os
from email.message import EmailMessage

import pytest
from django.urls import reverse


@pytest.fixture
def box(settings, tmp_path):
    settings.DEMO = True
    settings.DEMO_MAIL = tmp_path
    return tmp_path


def put(box, name, *, to="eva@kraj.test", subject="Pozvánka", html="", calendar="", attachment=b""):
    message = EmailMessage()
    message["Delivered-To"], message["From"], message["To"] = to, "Triáda <triada@kraj.test>", to
    message["Subject"] = subject
    message.set_content("Dobrý den,\nodpovězte na http://127.0.0.1:8000/odpoved/abc/\n")
    if html:
        message.add_alternative(html, subtype="html")
    if calendar:
        message.add_alternative(calendar, subtype="calendar", params={"method": "REQUEST"})
    if attachment:
        message.add_attachment(attachment, maintype="application", subtype="pdf", filename="podklad č. 1.pdf")
    (box / f"{name}.eml").write_bytes(message.as_bytes())
    os.utime(box / f"{name}.eml", (1_800_000_000, 1_800_000_000))


def page(client, name, *args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


PAGES = [("demo_mail", ()), ("demo_mail_detail", ("20261122-1",)), ("demo_mail_part", ("20261122-1", 1))]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "args"), PAGES)
def test_without_the_demo_there_is_no_such_page(client, box, settings, name, args):
    put(box, "20261122-1")
    settings.DEMO = False
    assert client.get(reverse(name, args=args)).status_code == 404


@pytest.mark.django_db
def test_the_newest_letter_is_on_top_and_nobody_has_to_log_in(client, box):
    put(box, "20261122-1", subject="první")
    put(box, "20261122-2", subject="druhý")
    response = client.get(reverse("demo_mail"))
    assert [letter.subject for letter in response.context["page"]] == ["druhý", "první"]


@pytest.mark.django_db
def test_the_list_shows_letters_of_one_recipient(client, box):
    put(box, "20261122-1", to="eva@kraj.test")
    put(box, "20261122-2", to="jan@kraj.test")
    response = client.get(reverse("demo_mail"), {"komu": "EVA"})
    assert [letter.name for letter in response.context["page"]] == ["20261122-1"]


@pytest.mark.django_db
def test_a_long_list_is_paged_and_asks_the_database_nothing(client, box, django_assert_num_queries):
    for number in range(60):
        put(box, f"20261122-{number:03}")
    with django_assert_num_queries(0):
        response = client.get(reverse("demo_mail"), {"page": 3})
    assert [letter.name for letter in response.context["page"]][-1] == "20261122-000"


@pytest.mark.django_db
def test_an_empty_box_says_so(client, box):
    assert "Zatím nepřišel žádný dopis" in page(client, "demo_mail")


@pytest.mark.django_db
def test_the_links_of_a_letter_can_be_clicked(client, box):
    put(box, "20261122-1")
    assert '<a href="http://127.0.0.1:8000/odpoved/abc/"' in page(client, "demo_mail_detail", "20261122-1")


@pytest.mark.django_db
def test_html_is_shown_without_anything_that_could_run(client, box):
    html = (
        '<p onclick="x()">Vážená paní</p><script>alert(1)</script><style>p{}</style><img src=x onerror=y()>'
    )
    put(box, "20261122-1", html=html)
    shown = page(client, "demo_mail_detail", "20261122-1")
    assert "<p>Vážená paní</p>" in shown
    assert [word for word in ("onclick", "alert(1)", "p{}", "onerror") if word in shown] == []


@pytest.mark.django_db
def test_the_calendar_part_is_readable_and_an_attachment_is_downloaded(client, box):
    put(box, "20261122-1", calendar="BEGIN:VCALENDAR\nEND:VCALENDAR\n", attachment=b"%PDF-1.7")
    response = client.get(reverse("demo_mail_detail", args=["20261122-1"]))
    assert response.context["letter"]["calendar"].startswith("BEGIN:VCALENDAR")
    [part] = response.context["letter"]["attachments"]
    assert (part.filename, part.content_type, part.size) == ("podklad č. 1.pdf", "application/pdf", 8)
    download = client.get(reverse("demo_mail_part", args=["20261122-1", part.number]))
    assert download.content == b"%PDF-1.7"
    assert download.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''podklad%20%C4%8D.%201.pdf"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["20261122-9", "secret"])
def test_an_unknown_letter_is_not_found(client, box, name):
    assert client.get(reverse("demo_mail_detail", args=[name])).status_code == 404


@pytest.mark.django_db
def test_an_unknown_part_is_not_found(client, box):
    put(box, "20261122-1")
    assert client.get(reverse("demo_mail_part", args=["20261122-1", 99])).status_code == 404
