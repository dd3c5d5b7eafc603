from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from documents.models import Version
from tests.factories import people
from tests.factories import workflows as make
from workflows.actions import content
from workflows.enums import EditionState

S = EditionState
pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    """An edition with two versions: the first was consulted, the second is before the councils."""
    found = make.edition_in(S.SETTLEMENT, "plan-mesta", now=make.NOW - timedelta(days=90))
    item = found.items.first()
    content.add_item(
        edition=found,
        parent=item,
        by=found.plan.coordinator,
        now=make.at(found),
        values={"title": "Večerní spoje k <b>ambulancím</b>"},
    )
    make.to_councils(make.fresh(found))
    return make.fresh(found)


@pytest.fixture
def coordinator(client, edition):
    client.force_login(edition.plan.coordinator)
    return edition.plan.coordinator


def url(name, edition, *more):
    return reverse(f"plans:{name}", args=[edition.plan.slug, edition.pk, *more])


def shown(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def numbers(edition):
    return sorted(Version.objects.filter(document=edition.document_id).values_list("number", flat=True))


def test_the_list_shows_every_version_with_the_check_of_its_hash(client, edition, coordinator):
    page = client.get(url("versions", edition))
    assert [row.version.number for row in page.context["rows"]] == numbers(edition)[::-1]
    assert [row.is_intact for row in page.context["rows"]] == [True] * len(numbers(edition))
    assert page.context["rows"][0].before == page.context["rows"][1].version.number


def test_a_changed_text_is_recognised(client, edition, coordinator):
    version = Version.objects.filter(document=edition.document_id).latest("number")
    version.snapshot["title"] = "Podvrh"
    version.save()
    page = client.get(url("version", edition, version.number))
    assert "text neodpovídá otisku" in shown(page)


def test_the_text_is_rendered_from_the_snapshot(client, edition, coordinator):
    newest = numbers(edition)[-1]
    page = client.get(url("version", edition, newest))
    assert "Večerní spoje k &lt;b&gt;ambulancím&lt;/b&gt;" in shown(page)


def test_words_that_came_are_marked_and_said(client, edition, coordinator):
    old, new = numbers(edition)[-2:]
    page = client.get(url("compare", edition, old, new))
    assert page.context["counts"] == {"added": 1, "changed": 0, "removed": 0}
    assert '<ins><span class="t-sr">přidáno: </span>Večerní' in unescape(page.content.decode())
    back = client.get(url("compare", edition, new, old))
    assert back.context["counts"] == {"added": 0, "changed": 0, "removed": 1}
    assert '<del><span class="t-sr">vypuštěno: </span>Večerní' in unescape(back.content.decode())


def test_only_changed_sections_are_shown_unless_all_are_wanted(client, edition, coordinator):
    old, new = numbers(edition)[-2:]
    assert len(client.get(url("compare", edition, old, new)).context["sections"]) == 1
    page = client.get(url("compare", edition, old, new), {"vse": 1})
    assert len(page.context["sections"]) == page.context["total"] > 1


def test_an_unknown_version_is_not_found(client, edition, coordinator):
    assert client.get(url("version", edition, 99)).status_code == 404
    assert client.get(url("compare", edition, 1, 99)).status_code == 404


def consulted(edition):
    return make.window(edition).version.number


def test_the_public_reads_the_consulted_version_and_not_the_one_before_councils(client, edition):
    newest = numbers(edition)[-1]
    assert client.get(url("version", edition, consulted(edition))).status_code == 200
    assert client.get(url("version", edition, newest)).status_code == 302
    assert client.get(url("compare", edition, consulted(edition), newest)).status_code == 302
    rows = client.get(url("versions", edition)).context["rows"]
    assert [row.version.number for row in rows] == [consulted(edition)]


def test_the_adopted_version_is_public(client, edition):
    adopted = make.adopt(edition)
    newest = numbers(adopted)[-1]
    assert client.get(url("version", adopted, newest)).status_code == 200
    assert client.get(url("compare", adopted, consulted(adopted), newest)).status_code == 200


def test_a_stranger_who_is_signed_in_is_refused_the_working_version(client, edition):
    client.force_login(people.person())
    assert client.get(url("version", edition, numbers(edition)[-1])).status_code == 403


def test_a_plan_that_nobody_has_met_yet_is_not_known(client):
    edition = make.drafted("plan-mesta")
    assert client.get(url("versions", edition)).status_code == 404
    client.force_login(edition.plan.coordinator)
    assert "Zatím není žádná verze" in shown(client.get(url("versions", edition)))


@pytest.mark.parametrize(("name", "most"), [("versions", 8), ("version", 15), ("compare", 15)])
def test_the_number_of_queries_does_not_grow(
    client, edition, coordinator, django_assert_max_num_queries, name, most
):
    old, new = numbers(edition)[-2:]
    more = {"versions": [], "version": [new], "compare": [old, new]}[name]
    counts = []
    for _size in range(2):
        client.get(url(name, edition, *more))
        with django_assert_max_num_queries(most) as queries:
            client.get(url(name, edition, *more))
        counts.append(len(queries))
        enlarge(edition)
    assert counts[0] == counts[1]


def enlarge(edition):
    """Give every version sixty sections more, and twenty versions more."""
    for version in Version.objects.filter(document=edition.document_id):
        section = version.snapshot["sections"][0]
        version.snapshot["sections"] += [{**section, "key": f"k{n}"} for n in range(60)]
        version.save()
    last = Version.objects.filter(document=edition.document_id).latest("number")
    for number in range(last.number + 1, last.number + 21):
        Version.objects.create(
            document=edition.document,
            number=number,
            occasion="submit_to_triad",
            snapshot=last.snapshot,
            digest=last.digest,
            frozen_at=make.NOW,
        )
