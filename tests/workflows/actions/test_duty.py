"""Duties: planned once, fulfilled once, waived with a reason, opened again, asked for by letter."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from people import journal
from people.actions import link as links
from people.enums import LetterState, Role
from people.errors import Gone, LinkRevoked, Refused
from people.models import AccessLink, Letter
from tests.factories import duties as make
from tests.factories import people
from tests.factories.races import at_once
from workflows.actions import duty as duties
from workflows.actions import duty_clock
from workflows.models import Duty, DutyRule, ServiceKind

pytestmark = pytest.mark.django_db
NOW, TODAY = people.NOW, people.TODAY


def capacity(number="12.5", **changes):
    kind = ServiceKind.objects.first()
    return duties.Capacity(kind=kind, capacity=Decimal(number), unit="úvazek", form="outreach", **changes)


def letters(template):
    return Letter.objects.filter(template=f"workflows/letters/{template}")


def officer(region):
    return people.coordinator(region)


def own_term(region, day=31, month=3, valid_from=date(2026, 1, 1), **changes):
    values = {"next_year": False, "remind_days": 10, "source": "Metodika kraje", "by": officer(region)}
    return duties.set_term(
        region=region,
        code=make.NEEDS,
        term=(day, month),
        valid_from=valid_from,
        now=NOW,
        **{**values, **changes},
    )


class TestPlanning:
    def test_region_and_municipalities_get_the_duties_of_the_act(self):
        region = make.planned(2026)
        town = make.towns(region)[0]
        of = {
            place: dict(Duty.objects.filter(territory=place).values_list("rule__code", "due_on"))
            for place in (region, town)
        }

        assert of[region] == {make.RESULTS: date(2026, 12, 31), make.MINISTRY: date(2027, 6, 30)}
        assert of[town] == {make.NEEDS: date(2026, 6, 30), make.CAPACITIES: date(2026, 6, 30)}

    def test_planning_again_adds_only_what_is_new(self):
        region = make.planned(2026)
        people.territory(region=region)

        assert duties.plan_year(region=region, year=2026, by=None, now=NOW) == 2
        assert duties.plan_year(region=region, year=2026, by=None, now=NOW) == 0

    def test_other_regions_and_planning_territories_are_left_alone(self):
        region, other = make.planned(2026), make.region()
        people.territory(region=region, kind="planning")

        duties.plan_year(region=region, year=2026, by=None, now=NOW)

        assert Duty.objects.filter(territory__region=other).count() == 0
        assert Duty.objects.exclude(territory__kind__in=["region", "municipality"]).count() == 0

    @pytest.mark.parametrize("year", [2006, 2029, 0, -1, 99999])
    def test_year_before_the_act_or_far_ahead_is_refused(self, year):
        with pytest.raises(Refused):
            duties.plan_year(region=make.region(), year=year, by=None, now=NOW)

    def test_the_term_of_the_region_goes_before_that_of_the_act(self):
        region, other = make.region(), make.region()
        own_term(region)
        for one in (region, other):
            duties.plan_year(region=one, year=2026, by=None, now=NOW)

        assert make.duty(region).due_on == date(2026, 3, 31)
        assert make.duty(other).due_on == date(2026, 6, 30)

    def test_a_new_term_moves_open_duties_and_leaves_settled_ones(self):
        region = make.planned(2026)
        first, second = (Duty.objects.get(territory=t, rule__code=make.NEEDS) for t in make.towns(region))
        make.fulfilled(first)
        rule = own_term(region)
        second.refresh_from_db()
        first.refresh_from_db()

        assert (first.due_on, second.due_on, second.rule) == (date(2026, 6, 30), date(2026, 3, 31), rule)
        assert duties.plan_year(region=region, year=2026, by=None, now=NOW) == 0

    def test_a_term_of_a_later_year_leaves_the_earlier_ones(self):
        region = make.planned(2026)
        own_term(region, valid_from=date(2027, 1, 1))

        assert make.duty(region).due_on == date(2026, 6, 30)

    def test_the_last_of_february_falls_into_every_year(self):
        region = make.region()
        own_term(region, day=29, month=2)
        duties.plan_year(region=region, year=2026, by=None, now=NOW)

        assert make.duty(region).due_on == date(2026, 2, 28)

    @pytest.mark.parametrize(("day", "month"), [(30, 2), (31, 4), (0, 1), (1, 13)])
    def test_a_day_that_no_year_has_is_refused(self, day, month):
        with pytest.raises(Refused):
            own_term(make.region(), day=day, month=month)

    def test_two_terms_from_the_same_day_are_refused(self):
        region = make.region()
        own_term(region)
        with pytest.raises(Refused):
            own_term(region, day=1, month=4)

    def test_shipped_rules_say_their_paragraph_and_that_the_act_has_no_date(self):
        sources = dict(DutyRule.objects.filter(territory=None).values_list("code", "source"))

        assert sorted(sources) == sorted([make.NEEDS, make.CAPACITIES, make.RESULTS, make.MINISTRY])
        assert all("zákona č. 108/2006 Sb." in text and "termín" in text for text in sources.values())


class TestFulfilling:
    def test_report_with_capacities_is_kept(self):
        one = make.duty(make.planned(), make.CAPACITIES)
        make.fulfilled(one, capacities=[capacity(available=Decimal(3))], said_by="Jan Novák, starosta")
        one.refresh_from_db()
        line = one.capacities.get()

        assert (one.state, one.fulfilled_on, one.text) == ("fulfilled", TODAY, "Chybí terénní služba.")
        assert (line.capacity, line.available, line.unit) == (Decimal("12.5"), Decimal(3), "úvazek")
        assert journal.verify() == []

    def test_a_document_alone_is_enough(self):
        one = make.duty(make.planned())
        upload = SimpleUploadedFile("dopis.pdf", b"%PDF-1.4 text")

        assert make.fulfilled(one, text="", upload=upload).file.name == "dopis.pdf"

    def test_what_says_nothing_is_refused(self):
        with pytest.raises(Refused):
            make.fulfilled(make.duty(make.planned()), text=" \u200b ")

    def test_a_day_to_come_is_refused(self):
        with pytest.raises(Refused):
            make.fulfilled(make.duty(make.planned()), fulfilled_on=TODAY + timedelta(days=1))

    def test_fulfilling_twice_is_refused(self):
        one = make.duty(make.planned())
        make.fulfilled(one)
        with pytest.raises(Gone):
            make.fulfilled(one, text="Jinak.")

    def test_whoever_answered_by_link_gets_a_copy_and_no_more_letters(self):
        region = make.planned()
        one = make.duty(region)
        duties.remind(duty=one, by=officer(region), now=NOW)
        make.fulfilled(one)

        assert [letter.state for letter in letters("duty_asked")] == [LetterState.DROPPED]
        assert "Chybí terénní služba." in letters("duty_received").get().text

    def test_a_report_sent_back_starts_from_what_was_written(self):
        region = make.planned()
        one = make.duty(region, make.CAPACITIES)
        make.fulfilled(one, capacities=[capacity()])
        duties.reopen(duty=one, reason="Doplňte jednotky.", by=officer(region), now=NOW)
        one.refresh_from_db()
        assert (one.state, one.text, one.capacities.count()) == ("due", "Chybí terénní služba.", 1)
        assert "Doplňte jednotky." in letters("duty_returned").get().text

        make.fulfilled(one, capacities=[capacity("20"), capacity("1")])
        assert sorted(one.capacities.values_list("capacity", flat=True)) == [Decimal(1), Decimal(20)]

    def test_a_duty_that_waits_cannot_be_opened(self):
        region = make.planned()
        with pytest.raises(Gone):
            duties.reopen(duty=make.duty(region), reason="Proč.", by=officer(region), now=NOW)


class TestWaiving:
    def test_waived_duty_says_why_and_its_links_end(self):
        region = make.planned()
        one, by = make.duty(region), officer(region)
        duties.remind(duty=one, by=by, now=NOW)
        duties.waive(duty=one, reason="Obec zanikla sloučením.", by=by, now=NOW)
        one.refresh_from_db()

        assert (one.state, one.reason) == ("waived", "Obec zanikla sloučením.")
        with pytest.raises(LinkRevoked):
            links.resolve(AccessLink.objects.get().token, "duty", NOW)

    @pytest.mark.parametrize("deed", [duties.waive, duties.reopen])
    def test_without_a_reason_it_is_refused(self, deed):
        region = make.planned()
        with pytest.raises(Refused):
            deed(duty=make.duty(region), reason="  ", by=officer(region), now=NOW)


class TestAsking:
    def test_everybody_not_asked_yet_is_asked_once(self):
        region = make.planned()
        by = officer(region)
        first = duties.ask_all(region=region, year=2026, by=by, now=NOW)
        again = duties.ask_all(region=region, year=2026, by=by, now=NOW)

        # Two duties of each of two towns by their offices, two of the region by its coordinator
        assert (first, again, letters("duty_asked").count()) == ((6, 0), (0, 0), 6)

    def test_a_coordinator_is_written_to_instead_of_the_office(self):
        region = make.planned()
        one = make.duty(region)
        who = people.coordinator(one.territory)
        duties.remind(duty=one, by=officer(region), now=NOW)

        assert letters("duty_asked").get().person == who

    def test_an_ended_appointment_is_not_written_to(self):
        region = make.planned()
        one = make.duty(region)
        people.appointment(
            people.person(), Role.COORDINATOR, one.territory, ends_on=TODAY - timedelta(days=1)
        )
        duties.remind(duty=one, by=officer(region), now=NOW)

        assert letters("duty_asked").get().person is None

    def test_nobody_to_write_to_is_said(self):
        region = make.planned(municipalities=1)
        town = people.territory(region=region)
        duties.plan_year(region=region, year=2026, by=None, now=NOW)
        by = officer(region)

        with pytest.raises(Refused, match="Není komu napsat"):
            duties.remind(duty=make.duty(town), by=by, now=NOW)
        assert duties.ask_all(region=region, year=2026, by=by, now=NOW) == (4, 2)

    def test_a_settled_duty_is_not_asked_for(self):
        region = make.planned()
        one = make.fulfilled(make.duty(region))
        with pytest.raises(Gone):
            duties.remind(duty=one, by=officer(region), now=NOW)


class TestClock:
    def test_reminds_once_before_the_term(self):
        make.planned(2027)
        near = NOW.replace(year=2027, month=6, day=9)
        found = [duty_clock.sweep(near + timedelta(days=shift)) for shift in (-1, 0, 1, 30)]

        assert found == [0, 4, 0, 0]

    def test_what_is_settled_or_long_past_is_left_alone(self):
        region = make.planned(2027)
        near = NOW.replace(year=2027, month=6, day=20)
        make.fulfilled(make.duty(region, year=2027), fulfilled_on=TODAY, now=near)
        make.planned(2026)

        assert duty_clock.sweep(near) == 3

    def test_the_number_of_queries_does_not_grow(self, django_assert_num_queries):
        near = NOW.replace(year=2027, month=6, day=20)
        make.planned(2027, municipalities=1)
        with django_assert_num_queries(SWEEP):
            duty_clock.sweep(near)
        make.planned(2027, municipalities=12)
        with django_assert_num_queries(SWEEP):
            assert duty_clock.sweep(near) == 24


SWEEP = 13


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_fulfil_at_once_one_succeeds():
    one = make.duty(make.planned())
    ended = at_once(lambda: make.fulfilled(one), lambda: make.fulfilled(one, text="Jinak."))

    assert sorted(ended) == ["Gone", "done"]
    assert journal.verify() == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_plan_the_same_year_plan_it_once():
    region = make.region()

    def deed():
        return duties.plan_year(region=region, year=2026, by=None, now=NOW)

    assert (at_once(deed, deed), Duty.objects.count()) == (["done", "done"], 6)
