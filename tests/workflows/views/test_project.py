"""Funded projects: their sentence and logos on every page and rendition of the plan."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from documents.models import File
from people.errors import Gone, Refused
from tests.factories import workflows
from tests.factories.races import at_once
from workflows.actions import plan as plans
from workflows.actions import project as projects
from workflows.enums import EditionState
from workflows.models import FundedProject, Plan

pytestmark = pytest.mark.django_db
NUMBER, SENTENCE = "CZ.03.02.02/00/22_046/0001234", "Spolufinancováno Evropskou unií."
# One white point
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def picture(name="logo.png", content=PNG):
    return SimpleUploadedFile(name, content)


def fund(pages) -> FundedProject:
    plan, by = pages.edition.plan, pages.people["coordinator"]
    values = {"number": NUMBER, "title": "Plánujeme", "programme": "OPZ+", "publicity": SENTENCE}
    return plans.fund(plan=plan, values=values, by=by, now=timezone.now())


def add_logo(pages, project, **changes) -> File:
    values = {"name": "Evropská unie", "upload": picture(), "by": pages.people["coordinator"], **changes}
    return projects.add_logo(plan=pages.edition.plan, project=project, now=timezone.now(), **values)


def url(pages, name, project, *more):
    return reverse(f"plans:{name}", args=[pages.edition.plan.slug, project.pk, *more])


INTERNAL = (
    "detail",
    "describe",
    "people",
    "history",
    "text",
    "items",
    "triad",
    "comments",
    "approval",
    "versions",
)


@pytest.mark.parametrize("name", INTERNAL)
def test_publicity_is_on_every_internal_page(name, scene, text):
    pages = scene(EditionState.COUNCIL_APPROVAL)
    logo = add_logo(pages, fund(pages))
    page = text(pages.client().get(pages.url(name)))

    assert page.count(SENTENCE) == 1
    assert f'<img src="{reverse("documents:file", args=[logo.pk])}" alt="Evropská unie">' in page


def test_public_page_has_the_publicity_once(scene, text):
    pages = scene(EditionState.COUNCIL_APPROVAL)
    logo = add_logo(pages, fund(pages))
    page = text(Client().get(pages.url("detail")))

    assert page.count(SENTENCE) == 1
    assert Client().get(reverse("documents:file", args=[logo.pk])).getvalue() == PNG


def test_page_of_a_plan_that_nobody_funds_asks_for_nothing_more(scene, django_assert_num_queries):
    pages = scene()
    plan = Plan.objects.get(pk=pages.edition.plan_id)
    with django_assert_num_queries(1):
        assert plan.is_funded is False
    assert "Kdo plánování platí" not in pages.client().get(pages.url("text")).content.decode()


def test_docx_material_has_logos_and_sentence_at_the_foot_of_its_pages(scene):
    pages = scene(EditionState.COUNCIL_APPROVAL)
    add_logo(pages, fund(pages))
    response = pages.client().get(pages.url("material-docx"))
    footer = Document(BytesIO(response.content)).sections[0].footer
    words = "\n".join(paragraph.text for paragraph in footer.paragraphs)

    assert SENTENCE in words
    assert NUMBER in words
    assert 'descr="Evropská unie"' in footer._element.xml


def test_logo_is_added_and_removed(scene):
    pages = scene()
    project, client = fund(pages), pages.client()
    added = client.post(url(pages, "project-logo", project), {"name": "Evropská unie", "upload": picture()})
    logo = File.objects.get(holder_kind="project")

    assert (added.status_code, logo.is_public, logo.name) == (303, True, "Evropská unie.png")
    assert (
        "Evropská unie"
        in client.get(reverse("plans:projects", args=[pages.edition.plan.slug])).content.decode()
    )
    remove = url(pages, "project-logo-remove", project, logo.pk)
    assert [client.post(remove).status_code for _again in range(2)] == [303, 409]


@pytest.mark.parametrize(
    "data",
    [
        {"name": "", "upload": picture()},
        {"name": "EU"},
        {"name": "EU", "upload": picture(content=b"%PDF-1.4")},
        {"name": "EU", "upload": picture(content=b"<svg onload=alert(1)>")},
        {"name": "EU", "upload": picture(content=b"")},
        {"name": "x" * 101, "upload": picture()},
    ],
)
def test_what_is_no_logo_comes_back(data, scene):
    pages = scene()
    response = pages.client().post(url(pages, "project-logo", fund(pages)), data)

    assert (response.status_code, File.objects.filter(holder_kind="project").count()) == (422, 0)


def test_name_of_a_logo_cannot_leave_its_folder_or_carry_markup(scene):
    pages = scene()
    logo = add_logo(pages, fund(pages), name="../../<b>EU</b>")

    assert "/" not in logo.name
    assert "<" not in logo.name


def test_there_is_an_end_to_logos(scene):
    pages = scene()
    project = fund(pages)
    for number in range(projects.MOST_LOGOS):
        add_logo(pages, project, name=f"Logo {number}", upload=picture(content=PNG + bytes([number])))
    with pytest.raises(Refused):
        add_logo(pages, FundedProject.objects.get(pk=project.pk), upload=picture(content=PNG + b"x"))


def test_sentence_is_rewritten(scene):
    pages = scene()
    project = fund(pages)
    response = pages.client().post(url(pages, "project-publicity", project), {"publicity": "Nová věta."})
    project.refresh_from_db()

    assert (response.status_code, project.publicity) == (303, "Nová věta.")


def test_project_of_another_plan_is_not_touched(scene):
    pages, other = scene(), scene()
    project = fund(other)
    assert pages.client().get(url(pages, "project-logo", project)).status_code == 404
    with pytest.raises(Gone):
        add_logo(pages, project)


@pytest.mark.parametrize("role", ["clerk", "drafter", "guarantor"])
def test_only_the_coordinator_writes_publicity(role, scene):
    pages = scene()
    project = fund(pages)
    names = ("project-publicity", "project-logo")

    assert [pages.client(role).get(url(pages, name, project)).status_code for name in names] == [403, 403]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_remove_a_logo_at_once_one_succeeds():
    plan = workflows.drafted().plan
    values = {"number": NUMBER, "title": "Plánujeme", "programme": "", "publicity": SENTENCE}
    now, by = timezone.now(), plan.coordinator
    project = plans.fund(plan=plan, values=values, by=by, now=now)
    logo = projects.add_logo(plan=plan, project=project, name="EU", upload=picture(), by=by, now=now)

    def deed():
        held = FundedProject.objects.get(pk=project.pk)
        projects.remove_logo(plan=plan, project=held, logo=logo.pk, by=by, now=now)

    assert sorted(at_once(deed, deed)) == ["Gone", "done"]
