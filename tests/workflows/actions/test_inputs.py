from datetime import timedelta

import pytest
from django.utils import timezone

from people import journal
from people.actions import link as links
from people.enums import LetterState, OrganisationKind
from people.errors import Gone, Refused
from people.models import AccessLink, Letter
from tests.factories import inputs as make
from tests.factories import people
from workflows.actions import input_request as requests
from workflows.actions import inputs, inputs_clock
from workflows.actions.inputs import Asked
from workflows.enums import InputPurpose
from workflows.letters import INPUT
from workflows.management.commands.check_flows import misfits
from workflows.models import InputRequest
from workflows.queries.inputs import candidates

pytestmark = pytest.mark.django_db
NOW = make.NOW
FOLDER = "workflows/letters/"


def letters(name: str) -> list[str]:
    """Return to which addresses a letter waits to leave."""
    rows = Letter.objects.filter(template=f"{FOLDER}{name}", state=LetterState.QUEUED)
    return sorted(rows.values_list("to_address", flat=True))


def mails(held) -> list[str]:
    return sorted(row.organisation.email for row in held.requests.select_related("organisation"))


# --- opening --------------------------------------------------------------------------------------


def test_everybody_is_asked_by_a_letter_with_a_link_of_their_own():
    held = make.opened(note="Děkujeme.")

    assert (held.state, held.requests.count(), list(misfits())) == ("open", 2, [])
    assert letters("input_asked") == mails(held)
    letter = Letter.objects.filter(template=f"{FOLDER}input_asked").first()
    assert letter.subject == "Prosíme o hlášení za rok 2025: " + held.plan.title
    assert "Hlásíte za: C" in letter.text
    assert "Děkujeme." in letter.text
    assert "12. 12. 2026" in letter.text.replace("\xa0", " ")
    assert "/o/" in letter.text


def test_implementers_are_offered_with_their_items_and_the_person_who_answered_last():
    text = make.plan_text()
    held = make.opened(text)
    row = make.first(held)
    requests.hand_over(
        request=row, first_name="Jana", last_name="Malá", email="jana@triada.test", by=None, now=NOW
    )

    found = candidates(text.plan, InputPurpose.REPORTS, make.YEAR)

    assert [(one.name, len(one.items)) for one in found] == [("Centrum Protěž", 2), ("Charita", 2)]
    assert {one.person and one.person.name for one in found} == {"Jana Malá", None}


def test_for_proposals_municipalities_are_asked_too():
    text = make.plan_text()
    village, town = (people.territory(name) for name in ("Smržovka", "Tanvald"))
    text.plan.territory.members.add(village, town)
    office = people.organisation("Městský úřad Tanvald", kind=OrganisationKind.MUNICIPALITY, territory=town)

    found = {one.name: one for one in candidates(text.plan, InputPurpose.PROPOSALS, 2027)}

    assert list(found) == ["Centrum Protěž", "Charita", "Městský úřad Tanvald", "Smržovka"]
    assert (found["Smržovka"].territory, found["Městský úřad Tanvald"].organisation) == (village, office)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"asked": []}, "Vyberte aspoň jednu"),
        ({"year": 2030}, "není v období plánu"),
        ({"year": 2027}, "ještě nezačal"),
        ({"due_on": people.TODAY - timedelta(days=1)}, "Termín už minul"),
    ],
)
def test_a_round_that_makes_no_sense_is_refused(changes, message):
    with pytest.raises(Refused, match=message):
        make.opened(**changes)


def test_proposals_may_be_gathered_for_a_year_to_come():
    assert make.opened(purpose=InputPurpose.PROPOSALS, year=2027).year == 2027


def test_the_same_is_not_asked_twice_at_a_time():
    held = make.opened()
    with pytest.raises(Refused, match="už sbírá"):
        make.opened(held.plan.editions.get())


def test_nobody_is_asked_twice_and_nobody_who_has_left():
    text = make.plan_text()
    who, gone = people.organisation(), people.person(is_active=False)
    with pytest.raises(Refused, match="jen jednou"):
        make.opened(text, asked=[Asked(who), Asked(who)])
    with pytest.raises(Refused, match="už v Triádě nepůsobí"):
        make.opened(text, asked=[Asked(who, person=gone)])


def test_who_has_no_address_is_asked_on_paper_and_the_coordinator_sees_to_it():
    held = make.opened(asked=[Asked(make.organisation_without_mail())])

    assert (letters("input_asked"), list(misfits())) == ([], [])
    with pytest.raises(Refused, match="Vytiskněte jim dopis"):
        inputs.remind(held=held, by=make.coordinator(held), now=NOW)


def test_others_are_asked_while_the_round_runs():
    held = make.opened()
    by = make.coordinator(held)
    more = [people.organisation(email=f"dalsi{n}@triada.test") for n in range(2)]

    inputs.ask_more(held=held, asked=[Asked(one) for one in more], by=by, now=NOW)

    assert (held.requests.count(), list(misfits())) == (4, [])
    assert {"dalsi0@triada.test", "dalsi1@triada.test"} <= set(letters("input_asked"))
    with pytest.raises(Refused, match="jen jednou"):
        inputs.ask_more(held=held, asked=[Asked(more[0])], by=by, now=NOW)
    with pytest.raises(Refused, match="Vyberte aspoň"):
        inputs.ask_more(held=held, asked=[], by=by, now=NOW)


def test_others_are_asked_even_when_all_before_them_have_answered():
    held = make.opened()
    for row in held.requests.all():
        make.answered(make.fresh(row))
    one = people.organisation(email="pozdni@triada.test")

    inputs.ask_more(held=held, asked=[Asked(one)], by=make.coordinator(held), now=NOW)

    assert list(misfits()) == []


# --- reminders ------------------------------------------------------------------------------------


def test_only_those_who_did_not_answer_are_reminded():
    held = make.opened()
    answered, silent = held.requests.order_by("pk")
    make.answered(make.fresh(answered))

    assert inputs.remind(held=held, by=make.coordinator(held), now=NOW) == 1
    assert letters("input_reminded") == [silent.organisation.email]


def test_one_may_be_reminded_and_who_has_answered_is_not():
    held = make.opened()
    answered, silent = held.requests.order_by("pk")
    make.answered(make.fresh(answered))

    inputs.remind(held=held, only=silent, by=make.coordinator(held), now=NOW)

    assert letters("input_reminded") == [silent.organisation.email]
    with pytest.raises(Gone):
        inputs.remind(held=held, only=answered, by=make.coordinator(held), now=NOW)


def test_the_clock_reminds_once_before_the_term_and_once_after_it():
    held = make.opened()
    term = held.due_on

    def swept(days: int) -> int:
        return inputs_clock.sweep(now=NOW + (term - people.TODAY) + timedelta(days=days))

    assert [swept(days) for days in (-4, -3, -3, -1, 0, 1, 1, 5)] == [0, 2, 0, 0, 0, 2, 0, 0]


def test_the_clock_leaves_closed_rounds_and_those_without_an_address_alone():
    held = make.opened(asked=[Asked(make.organisation_without_mail())])
    later = NOW + timedelta(days=30)
    assert inputs_clock.sweep(now=later) == 0
    inputs.close_round(held=held, by=make.coordinator(held), now=NOW)
    assert inputs_clock.sweep(now=later) == 0


# --- more time ------------------------------------------------------------------------------------


def extended(held, days=10, **said):
    due_on = held.due_on + timedelta(days=days)
    return inputs.extend(held=held, due_on=due_on, by=make.coordinator(held), now=NOW, **said)


def test_a_later_term_is_told_to_those_who_have_not_answered():
    held = make.opened()
    answered, silent = held.requests.order_by("pk")
    make.answered(make.fresh(answered))

    held = extended(held, note="Víme o nemocenských.")

    assert held.due_on == people.TODAY + timedelta(days=31)
    assert set(held.requests.values_list("due_on", flat=True)) == {held.due_on}
    assert letters("input_extended") == [silent.organisation.email]
    text = Letter.objects.get(template=f"{FOLDER}input_extended").text.replace("\xa0", " ")
    assert "termín se posouvá z 12. 12. 2026 na 22. 12. 2026" in text
    assert "Víme o nemocenských." in text
    assert (journal.of(held).last().kind, list(misfits())) == ("input_round.extended", [])


def test_links_sent_before_live_on_and_everybody_is_reminded_before_the_new_term():
    held = make.opened()
    old = AccessLink.objects.get(subject_kind="input_request", subject_id=make.first(held).pk)
    inputs.remind(held=held, by=make.coordinator(held), now=NOW)
    held = extended(held)

    lasts = timezone.localdate(links.resolve(old.token, INPUT, NOW).expires_at)
    assert lasts == held.due_on + timedelta(days=60)
    near = NOW + (held.due_on - people.TODAY) - timedelta(days=3)
    assert inputs_clock.sweep(now=near) == 2


@pytest.mark.parametrize(("days", "message"), [(0, "pozdější než dosavadní"), (-5, "pozdější než dosavadní")])
def test_a_term_that_is_not_later_is_refused(days, message):
    with pytest.raises(Refused, match=message):
        extended(make.opened(), days)


def test_a_later_term_that_has_passed_is_refused():
    held = make.opened()
    late = NOW + timedelta(days=60)
    with pytest.raises(Refused, match="už minul"):
        inputs.extend(held=held, due_on=held.due_on + timedelta(days=1), by=make.coordinator(held), now=late)


# --- the end --------------------------------------------------------------------------------------


def test_a_closed_round_tells_those_who_were_silent_and_asks_nobody():
    held = make.opened()
    answered, silent = held.requests.order_by("pk")
    make.answered(make.fresh(answered))

    held = inputs.close_round(held=held, by=make.coordinator(held), now=NOW)

    assert (held.state, held.closed_at, list(misfits())) == ("closed", NOW, [])
    assert letters("input_closed") == [silent.organisation.email]
    assert letters("input_asked") == []
    assert InputRequest.objects.get(pk=silent.pk).state == "asked"
    assert list(journal.verify()) == []


def test_nothing_can_be_done_in_a_closed_round():
    held = make.opened()
    by, row = make.coordinator(held), make.first(held)
    inputs.close_round(held=held, by=by, now=NOW)

    for deed in (
        lambda: inputs.close_round(held=held, by=by, now=NOW),
        lambda: inputs.remind(held=held, by=by, now=NOW),
        lambda: inputs.ask_more(held=held, asked=[Asked(people.organisation())], by=by, now=NOW),
        lambda: make.answered(row),
        lambda: requests.excuse(request=row, reason="Zanikla.", by=by, now=NOW),
        lambda: requests.reopen(request=row, by=by, now=NOW),
        lambda: extended(held),
    ):
        with pytest.raises(Gone):
            deed()


def test_a_year_may_be_asked_about_again_after_the_round_is_closed():
    held = make.opened()
    inputs.close_round(held=held, by=make.coordinator(held), now=NOW)
    assert make.opened(held.plan.editions.get()).state == "open"


def test_when_all_have_answered_the_coordinator_concludes():
    held = make.opened()
    for row in held.requests.all():
        make.answered(make.fresh(row))
    assert list(misfits()) == []
    inputs.close_round(held=held, by=make.coordinator(held), now=NOW)
    assert (list(misfits()), timezone.localdate(held.opened_at)) == ([], people.TODAY)
