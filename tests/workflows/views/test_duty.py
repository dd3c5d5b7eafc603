"""Pages of duties: who reads and who acts, the report with and without an account, bad inputs."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from people.enums import Role
from people.models import AccessLink
from tests.factories import duties as make
from tests.factories import people
from workflows.actions import duty as duties
from workflows.models import Duty, DutyRule, ServiceKind
from workflows.queries.work import counts_of, work_of

pytestmark = pytest.mark.django_db
YEAR = people.TODAY.year


def signed_in(who):
    client = Client()
    client.force_login(who)
    return client


@pytest.fixture
def region():
    return make.planned(YEAR)


@pytest.fixture
def officer(region):
    return people.coordinator(region)


def url(name, *args):
    return reverse(f"duties:{name}", args=args)


def letter_link(one, by):
    duties.remind(duty=one, by=by, now=timezone.now())
    return url("by-link", AccessLink.objects.get(subject_kind="duty", subject_id=one.pk).token)


def capacity_lines(*rows):
    names = ("kind", "form", "capacity", "unit", "available", "note")
    data = {"capacities-TOTAL_FORMS": len(rows), "capacities-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"capacities-{number}-{name}": row.get(name, "") for name in names}
    return data


def line(**changes):
    kind = ServiceKind.objects.first().pk
    return {"kind": kind, "form": "outreach", "capacity": "1 250,5", "unit": "úvazek", **changes}


class TestList:
    def test_own_territory_stands_first(self, region):
        town = make.towns(region)[1]
        page = signed_in(people.coordinator(town)).get(url("list")).context["page"]

        assert [one.territory for one in page][:2] == [town, town]
        assert [one.is_mine for one in page] == [True] * 2 + [False] * 4

    def test_town_that_owns_the_planning_of_a_district_counts_as_own(self, region):
        town = make.towns(region)[0]
        district = people.territory(region=region, kind="orp", owner=town.organisations.get())
        who = people.coordinator(district)
        one = make.duty(town)

        assert {d.territory for d in signed_in(who).get(url("list"), {"mine": "on"}).context["page"]} == {
            town
        }
        assert signed_in(who).get(url("fulfil", one.pk)).status_code == 200
        assert signed_in(who).get(url("fulfil", make.duty(make.towns(region)[1]).pk)).status_code == 403

    @pytest.mark.parametrize(
        ("wanted", "number"),
        [
            ({"year": YEAR}, 6),
            ({"year": 1999}, 6),  # not offered: narrows nothing
            ({"code": make.NEEDS}, 2),
            ({"state": "fulfilled"}, 1),
            ({"state": "nesmysl"}, 6),
            ({"q": "neexistuje"}, 0),
            ({"page": "99999"}, 6),
        ],
    )
    def test_filters(self, wanted, number, region, officer):
        make.fulfilled(make.duty(region))
        response = signed_in(officer).get(url("list"), wanted)

        assert (response.status_code, len(response.context["page"])) == (200, number)

    def test_empty_list_says_what_to_do(self):
        who = people.coordinator(people.region())
        assert "Zatím nejsou naplánované" in signed_in(who).get(url("list")).content.decode()

    def test_the_number_of_queries_does_not_grow(self, region, officer, django_assert_num_queries):
        client = signed_in(officer)
        client.get(url("list"))  # the navigation remembers who sits in a council
        with django_assert_num_queries(LIST):
            client.get(url("list"))
        for _more in range(10):
            people.territory(region=region)
        duties.plan_year(region=region, year=YEAR, by=officer, now=timezone.now())
        with django_assert_num_queries(LIST):
            client.get(url("list"))

    def test_member_without_a_territory_has_no_duties(self):
        assert signed_in(people.person()).get(url("list")).status_code == 403


class TestReport:
    def test_municipality_reports_what_it_needs(self, region):
        one = make.duty(region, make.CAPACITIES)
        who = people.coordinator(one.territory)
        data = {
            "fulfilled_on": people.TODAY - timedelta(days=400),
            "text": "Chybí.",
            **capacity_lines(line(), {}),
        }
        response = signed_in(who).post(url("fulfil", one.pk), data)
        one.refresh_from_db()

        assert (response.status_code, one.state, one.recorded_by) == (303, "fulfilled", who)
        assert str(one.capacities.get().capacity) == "1250.50"
        assert "1 250,5" in signed_in(who).get(url("detail", one.pk)).content.decode().replace("\xa0", " ")

    @pytest.mark.parametrize(
        "changes",
        [
            {"text": ""},
            {"fulfilled_on": "2999-01-01"},
            {"fulfilled_on": "1999-01-01"},
            {"fulfilled_on": "kdysi"},
            {"text": "x" * 20_001},
            {"reference": "x" * 61},
            {"upload": SimpleUploadedFile("virus.exe", b"MZ\x00\x01")},
            {"upload": SimpleUploadedFile("prazdny.pdf", b"")},
        ],
    )
    def test_bad_report_comes_back_with_what_was_typed(self, changes, region, officer):
        one = make.duty(region)
        data = {"fulfilled_on": "2026-06-01", "text": "Chybí terénní služba.", "said_by": "Novák", **changes}
        response = signed_in(officer).post(url("fulfil", one.pk), data)
        one.refresh_from_db()

        assert (response.status_code, one.state) == (422, "due")
        assert 'value="Novák"' in response.content.decode()

    @pytest.mark.parametrize(
        "row",
        [
            {"capacity": "-1"},
            {"capacity": "hodně"},
            {"capacity": "nan"},
            {"capacity": "1e30"},
            {"capacity": "100000000"},
            {"capacity": ""},
            {"unit": ""},
            {"kind": "999999"},
            {"form": "jiná"},
            {"available": "-3"},
        ],
    )
    def test_bad_capacity_comes_back(self, row, region, officer):
        one = make.duty(region, make.CAPACITIES)
        data = {"fulfilled_on": "2026-06-01", "text": "Chybí.", **capacity_lines(line(**row))}
        response = signed_in(officer).post(url("fulfil", one.pk), data)
        one.refresh_from_db()

        assert (response.status_code, one.state) == (422, "due")

    def test_broken_management_form_is_no_server_error(self, region, officer):
        one = make.duty(region, make.CAPACITIES)
        response = signed_in(officer).post(url("fulfil", one.pk), {"text": "x", "fulfilled_on": "2026-06-01"})

        assert response.status_code == 422

    def test_settled_duty_is_not_reported_again(self, region, officer):
        one = make.fulfilled(make.duty(region))
        client = signed_in(officer)

        assert client.get(url("fulfil", one.pk)).status_code == 409
        assert client.post(url("fulfil", one.pk), {"text": "x"}).status_code == 409

    def test_others_read_but_do_not_act(self, region):
        one = make.duty(region)
        elsewhere = signed_in(people.coordinator(people.territory()))
        pages = ("fulfil", "waive", "reopen")

        assert elsewhere.get(url("detail", one.pk)).status_code == 200
        assert [elsewhere.get(url(page, one.pk)).status_code for page in pages] == [403] * 3
        assert elsewhere.post(url("remind", one.pk)).status_code == 403

    def test_municipality_does_not_waive_its_own_duty(self, region):
        one = make.duty(region)
        own = signed_in(people.coordinator(one.territory))

        assert [own.get(url(page, one.pk)).status_code for page in ("waive", "reopen")] == [403, 403]

    def test_ended_appointment_ends_access(self, region):
        one, who = make.duty(region), people.person()
        people.appointment(who, Role.COORDINATOR, one.territory, ends_on=date(2021, 1, 1))

        assert signed_in(who).get(url("detail", one.pk)).status_code == 403


class TestByLink:
    def test_municipality_without_an_account_reports(self, region, officer, client):
        one = make.duty(region, make.CAPACITIES)
        address = letter_link(one, officer)
        assert "Odeslat sdělení" in client.get(address).content.decode()
        data = {"said_by": "Jan Novák, starosta", "text": "Chybí.", **capacity_lines(line())}
        response = client.post(address, data)
        one.refresh_from_db()

        assert (response.status_code, one.state, one.recorded_by) == (200, "fulfilled", None)
        assert "sdělení jsme přijali" in response.content.decode()
        assert "už je odeslané" in client.get(address).content.decode()
        assert client.post(address, data).status_code == 409

    def test_who_writes_says_their_name(self, region, officer, client):
        one = make.duty(region)
        response = client.post(letter_link(one, officer), {"text": "Chybí."})

        assert (response.status_code, list(response.context["form"].errors)) == (422, ["said_by"])

    def test_link_of_a_waived_duty_is_closed(self, region, officer, client):
        one = make.duty(region)
        address = letter_link(one, officer)
        duties.waive(duty=one, reason="Obec zanikla.", by=officer, now=timezone.now())

        assert client.get(address).status_code == 410

    def test_strange_token_opens_nothing(self, client):
        assert client.get(url("by-link", "neznamy")).status_code == 404

    def test_letter_leads_to_the_form(self, region, officer, client):
        token = letter_link(make.duty(region), officer).split("/")[2]
        assert client.get(reverse("link-open", args=[token]))["Location"] == url("by-link", token)


class TestRegion:
    def test_plans_a_year_and_asks(self):
        region = make.region()
        client = signed_in(people.coordinator(region))
        data = {"region": region.pk, "year": timezone.localdate().year}

        assert (client.post(url("plan"), data).status_code, Duty.objects.count()) == (303, 6)
        assert client.post(url("ask"), data).status_code == 303
        assert Duty.objects.exclude(reminded_at=None).count() == 6

    @pytest.mark.parametrize("year", ["", "abc", "1900", "99999", "-1"])
    def test_nonsense_year_comes_back(self, year, region, officer):
        response = signed_in(officer).post(url("plan"), {"region": region.pk, "year": year})
        assert response.status_code == 422

    def test_region_of_others_is_not_offered(self, region, officer):
        other = people.region()
        response = signed_in(officer).post(url("plan"), {"region": other.pk, "year": YEAR})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["region"])

    def test_own_term(self, region, officer):
        client = signed_in(officer)
        where = url("term", make.NEEDS, region.slug)
        data = {"day": 31, "month": 3, "remind_days": 10, "valid_year": YEAR, "source": "Metodika kraje"}

        assert client.get(where).status_code == 200
        assert client.post(where, data).status_code == 303
        assert make.duty(region).due_on == date(YEAR, 3, 31)
        assert "Metodika kraje" in client.get(url("terms")).content.decode()
        assert client.post(where, data).status_code == 409

    @pytest.mark.parametrize(
        "changes", [{"day": 31, "month": 4}, {"day": 0}, {"month": 13}, {"valid_year": 1}, {"source": ""}]
    )
    def test_bad_term_comes_back(self, changes, region, officer):
        data = {"day": 1, "month": 3, "remind_days": 10, "valid_year": YEAR, "source": "Metodika", **changes}
        response = signed_in(officer).post(url("term", make.NEEDS, region.slug), data)

        assert (response.status_code, DutyRule.objects.exclude(territory=None).count()) == (422, 0)

    def test_waive_reopen_and_remind(self, region, officer):
        one, client = make.duty(region), signed_in(officer)
        answers = [client.post(url("remind", one.pk)).status_code]
        answers += [
            client.post(url(page, one.pk), {"reason": reason}).status_code
            for page, reason in (
                ("waive", ""),
                ("waive", "Zanikla."),
                ("waive", "Znovu."),
                ("reopen", "Omyl."),
            )
        ]

        assert answers == [303, 422, 303, 409, 303]
        assert "Omyl." in client.get(url("detail", one.pk)).content.decode()


class TestMinistry:
    def test_page_and_spreadsheet_say_the_same(self, region, officer):
        one = make.duty(region, make.CAPACITIES)
        kind = ServiceKind.objects.first()
        lines = [duties.Capacity(kind=kind, capacity=number, unit="úvazek") for number in (2, 3)]
        make.fulfilled(one, capacities=lines)
        client = signed_in(officer)
        report = client.get(url("ministry", YEAR)).context["report"]
        book = load_workbook(BytesIO(client.get(url("ministry-xlsx", YEAR)).getvalue()))
        rows = list(book["Potřebné kapacity"].iter_rows(min_row=3, values_only=True))

        assert [(n.kind, n.capacity, n.available, n.municipalities) for n in report.needs] == [
            (kind.name, 5, None, 1)
        ]
        assert [(row[0], row[2], row[3], row[6]) for row in rows] == [(kind.name, "úvazek", 5, 1)]
        assert sum(row.total for row in report.duties) == len(report.places) == 6
        assert len(report.missing) == 5

    def test_units_are_never_added_together(self, region, officer):
        kind = ServiceKind.objects.first()
        lines = [
            duties.Capacity(kind=kind, capacity=2, unit=unit, available=1) for unit in ("lůžko", "úvazek")
        ]
        make.fulfilled(make.duty(region, make.CAPACITIES), capacities=lines)
        needs = signed_in(officer).get(url("ministry", YEAR)).context["report"].needs

        assert [(n.unit, n.capacity, n.missing) for n in needs] == [("lůžko", 2, 1), ("úvazek", 2, 1)]

    @pytest.mark.parametrize(("year", "status"), [(1990, 404), (99999, 404), (YEAR, 200)])
    def test_years(self, year, status, officer):
        assert signed_in(officer).get(url("ministry", year)).status_code == status

    def test_another_region_is_refused(self, officer):
        make.region()
        assert signed_in(officer).get(url("ministry", YEAR), {"kraj": "cizi"}).status_code == 403

    def test_municipality_does_not_report_to_the_ministry(self, region):
        who = people.coordinator(make.towns(region)[0])
        assert signed_in(who).get(url("ministry", YEAR)).status_code == 403

    def test_the_number_of_queries_does_not_grow(self, region, officer, django_assert_num_queries):
        client = signed_in(officer)
        client.get(url("list"))
        with django_assert_num_queries(MINISTRY):
            client.get(url("ministry", YEAR))
        for _more in range(10):
            people.territory(region=region)
        duties.plan_year(region=region, year=YEAR, by=officer, now=timezone.now())
        with django_assert_num_queries(MINISTRY):
            client.get(url("ministry", YEAR))


class TestMyWork:
    def test_duty_near_its_term_waits_in_my_work(self, region):
        one = make.duty(region)
        who = people.coordinator(one.territory)
        near = timezone.make_aware(timezone.datetime(YEAR, 6, 10, 12))

        assert [(e.url, e.about) for e in work_of(who, near).entries] == [
            (url("detail", key), one.territory.name)
            for key in Duty.objects.filter(territory=one.territory).values_list("pk", flat=True)
        ]
        assert counts_of(who, near)["duty"] == 2

    def test_coordinator_of_several_territories_has_all_their_duties(self, region):
        first, second = make.towns(region)
        who = people.coordinator(first)
        people.appointment(who, Role.COORDINATOR, second)
        near = timezone.make_aware(timezone.datetime(YEAR, 6, 10, 12))

        assert sorted(e.about for e in work_of(who, near).entries) == sorted(
            [first.name, first.name, second.name, second.name]
        )

    def test_duty_far_ahead_does_not_wait_yet(self, region):
        who = people.coordinator(make.towns(region)[0])
        early = timezone.make_aware(timezone.datetime(YEAR, 1, 10, 12))

        assert work_of(who, early).entries == []


LIST, MINISTRY = 8, 11
