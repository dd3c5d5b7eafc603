"""The page of an evaluation, its spreadsheet, its chapters, and what the public reads of it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import evaluation as made
from tests.factories import people
from tests.factories import workflows as make
from workflows.enums import EditionState
from workflows.models import Item

pytestmark = pytest.mark.django_db
S = EditionState


def signed(who):
    client = Client()
    client.force_login(who)
    return client


def page(edition, **query):
    return signed(make.coordinator(edition)).get(address(edition), query)


def address(edition, name="evaluation"):
    return reverse(f"plans:{name}", args=[edition.plan.slug])


def test_the_page_draws_charts_with_their_tables(text):
    edition = made.plan_with_items()
    made.told(edition, 1)
    response = page(edition)
    shown = text(response)
    assert response.status_code == 200
    assert [data["title"] for _key, data in response.context["tables"]][:2] == [
        "Plnění podle priorit",
        "Peníze podle let",
    ]
    for said in ("<title id=", "Graf: Plnění podle priorit", "1 Péče doma – splněno: 1", "Charita"):
        assert said in shown
    assert shown.count("<figure") == shown.count("<figcaption") == 5
    assert "style=" not in shown


def test_a_year_is_chosen_by_address_and_only_one_that_has_begun():
    edition = made.plan_with_items()
    made.told(edition, 1)
    response = page(edition, rok="2025")
    assert (response.context["year"], response.context["evaluation"].planned) == (2025, 2000)
    assert page(edition).context["evaluation"].years == (2024, 2025, 2026)
    assert [page(edition, rok=bad).status_code for bad in ("2027", "2023", "loni", "²")] == [404] * 4


def test_a_plan_whose_period_is_to_come_has_nothing_to_evaluate(text):
    shown = text(page(make.edition_in(S.EFFECTIVE)))
    assert "Zatím není co vyhodnotit." in shown
    assert "Tabulky jako XLSX" not in shown


@pytest.mark.parametrize("name", ["evaluation", "evaluation-xlsx"])
def test_only_those_who_work_with_the_plan_see_its_reports(name):
    edition = made.plan_with_items()
    url = address(edition, name)
    assert signed(make.coordinator(edition)).get(url).status_code == 200
    assert signed(people.person()).get(url).status_code == 403
    assert Client().get(url).headers["Location"].startswith(reverse("account_login"))
    hidden = make.edition_in(S.DRAFTING)
    assert signed(people.person()).get(address(hidden, name)).status_code == 404


def test_an_item_that_left_the_plan_keeps_its_money_in_the_sums(text):
    edition = made.plan_with_items()
    made.told(edition)
    Item.objects.filter(edition=edition, title="Opatření 2").delete()
    response = page(edition, rok="2025")
    assert response.context["evaluation"].spent == 1800
    assert "Položky, které v plánu už nejsou" in text(response)


@pytest.mark.parametrize("count", [2, 20])
def test_the_page_takes_the_same_queries_for_any_plan(count, django_assert_num_queries):
    edition = made.plan_with_items(count)
    made.told(edition, count // 2)
    client = signed(make.coordinator(edition))
    with django_assert_num_queries(16):
        client.get(address(edition))


def test_the_spreadsheet_is_named_by_plan_and_year():
    edition = made.plan_with_items()
    client = signed(make.coordinator(edition))
    response = client.get(address(edition, "evaluation-xlsx"), {"rok": "2024"})
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="vyhodnoceni-{edition.plan.slug}-2024.xlsx"'
    )
    assert client.get(address(edition, "evaluation-xlsx"), {"rok": "1999"}).status_code == 404


def test_an_evaluation_is_offered_until_there_is_one(text):
    edition = made.plan_with_items()
    response = page(edition, rok="2025")
    wanted = f"{reverse('plans:edition-new', args=[edition.plan.slug])}?druh=evaluation&amp;rok=2025"
    assert wanted in text(response)
    made.evaluation(edition, year=2025)
    response = page(edition, rok="2025")
    assert wanted not in text(response)
    assert [e.label for e in response.context["evaluations"]] == ["vyhodnocení 2025"]


# --- the chapters ---------------------------------------------------------------------------------


def test_the_text_of_an_evaluation_shows_the_tables_that_will_be_frozen(text):
    edition = made.plan_with_items()
    made.told(edition, 1)
    evaluation = made.evaluation(edition, year=2025)
    url = reverse("plans:text", args=[evaluation.plan.slug, evaluation.pk])
    shown = text(signed(make.coordinator(edition)).get(url))
    assert "Tabulky vyhodnocení" in shown
    assert "Plnění po položkách" in shown


def test_figures_are_put_after_what_is_written_and_saved_only_by_the_person(text):
    edition = made.plan_with_items(5)
    made.told(edition, 1)
    evaluation = made.evaluation(edition, year=2025)
    client = signed(make.coordinator(edition))
    url = reverse("plans:part-write", args=[evaluation.plan.slug, evaluation.pk, "vyhodnoceni"])
    assert "Doplnit čísla do textu" in text(client.get(url))
    initial = client.get(url, {"cisla": "1"}).context["form"]["text"].value()
    assert initial == "Hodnotí se 5 položek plánu. Stav: splněno 1, bez hlášení 4."
    assert evaluation.parts.get(key="vyhodnoceni").text == ""
    other = reverse("plans:part-write", args=[evaluation.plan.slug, evaluation.pk, "zavery"])
    assert "Doplnit čísla do textu" not in text(client.get(other))


# --- the public -----------------------------------------------------------------------------------


def test_the_public_reads_an_adopted_evaluation_with_its_charts(text):
    edition = made.plan_with_items()
    made.told(edition, 1)
    evaluation = made.taken_note_of(made.evaluation(edition, year=2025))
    client = Client()
    url = reverse("public:text", args=[edition.plan.slug, evaluation.pk])
    assert url in text(client.get(reverse("plans:detail", args=[edition.plan.slug]), {"zneni": edition.pk}))
    before = text(client.get(url)).split('<div class="t-prose">')[1]
    assert "Graf: Plnění podle priorit" in before
    made.told(edition, year=2025, count=2)
    assert text(client.get(url)).split('<div class="t-prose">')[1] == before


def test_a_draft_of_an_evaluation_is_not_public():
    evaluation = made.evaluation(made.plan_with_items(), year=2025)
    url = reverse("public:text", args=[evaluation.plan.slug, evaluation.pk])
    assert Client().get(url).status_code == 404
