import pytest

from workflows.forms.consultation import HearingForm, HearingRecordForm


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, []),
        ({"starts_at_0": "1. 12.", "starts_at_1": "17:00"}, ["starts_at"]),
        ({"starts_at_1": ""}, ["starts_at"]),
        ({"place": " "}, ["place"]),
        ({"announced_on": "včera"}, ["announced_on"]),
    ],
)
def test_a_hearing_has_a_time_and_a_place(fields, wrong):
    usual = {"starts_at_0": "2026-12-01", "starts_at_1": "17:00", "place": "Kulturní dům"}
    assert list(HearingForm({**usual, **fields}).errors) == wrong


@pytest.mark.parametrize(("count", "fine"), [("0", True), ("-1", False), ("12", True), ("mnoho", False)])
def test_attendance_is_a_number_of_people(count, fine):
    assert HearingRecordForm({"attendance": count, "record": "Diskuse.", "read_at": "0"}).is_valid() is fine
