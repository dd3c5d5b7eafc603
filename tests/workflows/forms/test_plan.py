import pytest

from tests.factories import people
from workflows.forms.plan import DescribeForm, PlanFilter

PERIOD = {"title": "Plán", "period_from": "2027-01-01", "period_to": "2029-12-31", "read_at": "0"}


@pytest.mark.parametrize(
    ("last", "wrong"),
    [("2029-12-31", []), ("31.12.2029", []), ("2026-12-31", ["period_to"]), ("2039-12-31", ["period_to"])],
)
def test_a_period_ends_after_it_starts_and_within_a_dozen_years(last, wrong):
    form = DescribeForm({**PERIOD, "levels": "cíl", "period_to": last})
    assert list(form.errors) == wrong


@pytest.mark.parametrize(
    ("typed", "levels"),
    [("priorita, cíl ,opatření", ["priorita", "cíl", "opatření"]), (" , ", None), ("a,b,c,d,e,f", None)],
)
def test_levels_are_one_to_five_names(typed, levels):
    form = DescribeForm({**PERIOD, "levels": typed})
    form.is_valid()
    assert form.cleaned_data.get("levels") == levels


@pytest.mark.django_db
def test_the_filter_offers_regions_and_reads_them_once(django_assert_num_queries):
    region = people.region("Liberecký kraj")
    people.territory("Tanvald", region=region)
    with django_assert_num_queries(1):
        form = PlanFilter({"region": str(region.pk)})
        assert form.is_valid()
        assert "Liberecký kraj" in str(form["region"])
        assert "Tanvald" not in str(form["region"])
    assert not PlanFilter({"region": "999999"}).is_valid()
