from decimal import Decimal

import pytest
from django import forms

from workflows.forms.content import AmountField, CostFormSet, costs_from, plain


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1 250 000,50 Kč", Decimal("1250000.50")),
        ("1\xa0250\xa0000", Decimal(1250000)),
        ("12,5", Decimal("12.50")),
        ("12.5", Decimal("12.50")),
        ("0", Decimal(0)),
        ("", None),
    ],
)
def test_numbers_are_read_as_czechs_write_them(typed, expected):
    assert AmountField(required=False).clean(typed) == expected


@pytest.mark.parametrize("typed", ["hodně", "1,2,3", "NaN", "Infinity", "1e400", "9" * 13])
def test_what_is_no_number_or_too_large_is_said_in_czech(typed):
    with pytest.raises(forms.ValidationError) as error:
        AmountField().clean(typed)
    assert error.value.messages[0] in (
        "Napište číslo, například 1 250 000 nebo 12,5.",
        "Číslo je příliš velké.",
    )


def test_a_stored_number_is_offered_as_a_person_would_type_it():
    numbers = (None, Decimal("1250000.00"), Decimal("12.50"), Decimal("0.05"))
    assert [plain(number) for number in numbers] == ["", "1 250 000", "12,5", "0,05"]


def test_rows_left_empty_and_rows_struck_out_are_not_costs():
    row = {"year": "2027", "source": "eu", "municipality": "", "amount": "5"}
    rows = [{**row, "DELETE": "on"}, row, {"year": "", "source": "", "municipality": "", "amount": ""}]
    sent = {"costs-TOTAL_FORMS": 3, "costs-INITIAL_FORMS": 1}
    for number, values in enumerate(rows):
        sent |= {f"costs-{number}-{name}": value for name, value in values.items()}
    formset = CostFormSet(sent, prefix="costs", form_kwargs={"municipalities": {}})
    assert formset.is_valid(), formset.errors
    assert [(c.year, c.source, c.amount) for c in costs_from(formset)] == [(2027, "eu", Decimal(5))]
