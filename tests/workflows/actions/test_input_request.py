import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.enums import Channel
from people import journal
from people.actions import link as links
from people.enums import LetterState
from people.errors import Gone, LinkRevoked, Refused
from people.models import Alias, Letter, Person
from tests.factories import inputs as make
from tests.factories import people
from workflows.actions import input_request as requests
from workflows.actions import proposal as proposals
from workflows.actions.input_request import Proposed
from workflows.enums import InputPurpose
from workflows.letters import INPUT
from workflows.management.commands.check_flows import misfits
from workflows.models import ItemReport

pytestmark = pytest.mark.django_db
NOW = make.NOW


@pytest.fixture
def row():
    return make.first(make.opened())


def typed(row, fields, *, read_at=0, writer="prvni", **more):
    return requests.save_typed(
        request=row, fields=fields, read_at=read_at, writer=writer, by=None, now=NOW, **more
    )


def queued(name: str) -> list[str]:
    rows = Letter.objects.filter(template=f"workflows/letters/{name}", state=LetterState.QUEUED)
    return sorted(rows.values_list("to_address", flat=True))


# --- the copy -------------------------------------------------------------------------------------


def test_who_answered_gets_a_copy_of_what_was_said(row):
    make.answered(row)

    letter = Letter.objects.get(template="workflows/letters/input_received")
    assert (letter.to_address, letter.subject) == (
        row.organisation.email,
        f"Děkujeme za hlášení za rok 2025: {row.round.plan.title}",
    )
    assert letter.text.count(": splněno\n  Podařilo se.") == 2
    assert links.found(make.token(row), NOW).person_id == row.person_id


def test_the_copy_of_an_answer_changed_before_the_first_one_left_takes_its_place(row):
    make.answered(row)
    requests.reopen(request=make.fresh(row), by=None, now=NOW)
    make.answered(make.fresh(row))

    states = Letter.objects.filter(template="workflows/letters/input_received").order_by("pk")
    assert list(states.values_list("state", flat=True)) == [LetterState.DROPPED, LetterState.QUEUED]


def test_a_copy_of_proposals_says_their_money_and_that_there_are_none():
    rows = make.opened(purpose=InputPurpose.PROPOSALS, year=2027).requests.order_by("pk")
    money = [{"source": "region", "municipality": None, "amount": "120000"}]
    for row, said in zip(rows, ([Proposed("Klub", "Pro děti.", money=money)], []), strict=True):
        make.answered(make.fresh(row), proposals=said)

    first, second = Letter.objects.filter(template="workflows/letters/input_received").order_by("pk")
    assert "– Klub (120 000 Kč)\n  Pro děti." in first.text.replace("\xa0", " ")
    assert "V odpovědi není žádný návrh." in second.text


@pytest.mark.parametrize("has_address", [True, False])
def test_what_the_office_typed_in_is_sent_to_who_has_an_address(row, has_address):
    if not has_address:
        row.organisation.email = ""
        row.organisation.save()
    by = make.coordinator(row.round)
    requests.record_for(
        request=make.fresh(row),
        channel=Channel.IN_PERSON,
        said_by="Josef Novák",
        by=by,
        now=NOW,
        reports=make.said(row),
        evidence_note="návštěva úřadu",
    )

    found = Letter.objects.filter(template="workflows/letters/input_received")
    assert ["kterou nám dal/a: Josef Novák" in letter.text for letter in found] == [True] * has_address


# --- what is being typed --------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_nothing_is_reported_yet(row):
    saved = typed(row, {"a": "Zatím"})

    kept = make.fresh(row)
    assert (saved.is_conflict, kept.state, kept.typed["fields"]) == (False, "started", {"a": "Zatím"})
    assert (kept.started_at, kept.revision, ItemReport.objects.count()) == (NOW, 1, 0)


def test_of_two_who_type_at_once_both_texts_are_kept(row):
    typed(row, {"a": "Jeden", "b": "stejné"})

    saved = typed(row, {"a": "Druhý", "b": "stejné"}, writer="druhy")

    kept = make.fresh(row).typed
    assert (saved.is_conflict, kept["fields"]["a"]) == (True, "Jeden")
    assert [(one["fields"], one["is_settled"]) for one in kept["beside"]] == [({"a": "Druhý"}, False)]


def test_the_same_conflict_sent_again_is_kept_once_and_the_same_text_is_none(row):
    typed(row, {"a": "Jeden"})
    for _time in range(2):
        typed(row, {"a": "Druhý"}, writer="druhy")
    assert not typed(row, {"a": "Jeden"}, writer="treti").is_conflict
    assert len(make.fresh(row).typed["beside"]) == 1


def test_a_page_is_never_in_conflict_with_what_it_saved_itself(row):
    typed(row, {"a": "Jeden"})
    # The answer to the first save was lost on the way.
    saved = typed(row, {"a": "Jeden a půl"}, read_at=0)
    assert (saved.is_conflict, make.fresh(row).typed["fields"]) == (False, {"a": "Jeden a půl"})


def test_a_text_beside_waits_until_somebody_says_that_it_is_settled(row):
    typed(row, {"a": "Jeden"})
    typed(row, {"a": "Druhý"}, writer="druhy")
    typed(row, {"a": "Jeden a druhý"}, read_at=1, settled=[0])
    assert make.fresh(row).typed["beside"][0]["is_settled"]


def test_a_text_that_no_person_typed_is_refused(row):
    with pytest.raises(Refused, match="příliš dlouhý"):
        typed(row, {"a": "x" * (requests.LONGEST + 1)})


# --- the answer -----------------------------------------------------------------------------------


def test_an_answer_writes_the_reports_and_ends_the_question(row):
    typed(row, {"a": "rozepsané"})

    make.answered(row)

    kept = make.fresh(row)
    assert (kept.state, kept.answered_at, kept.answered_by, kept.typed) == ("answered", NOW, None, {})
    assert kept.reports.count() == 2
    assert {one.said_by for one in kept.reports.all()} == {row.asked}
    assert (list(misfits()), queued("input_asked").count(row.organisation.email)) == ([], 0)
    assert list(journal.verify()) == []


def test_the_second_answer_and_typing_after_it_are_refused(row):
    make.answered(row)
    with pytest.raises(Gone, match="už byla odeslána"):
        make.answered(row)
    with pytest.raises(Gone):
        typed(row, {"a": "Pozdě"})


def test_an_answer_with_a_mistake_changes_nothing(row):
    with pytest.raises(Refused, match="ve schváleném textu plánu není"):
        make.answered(row, reports=[{"key": "00000000-0000-4000-8000-000000000000", "progress": "done"}])
    assert (make.fresh(row).state, ItemReport.objects.count()) == ("asked", 0)


def test_an_answer_is_typed_in_with_who_said_it_and_what_proves_it(row):
    by = make.coordinator(row.round)
    scan = SimpleUploadedFile("odpoved.pdf", b"%PDF-1.4 odpoved")

    requests.record_for(
        request=row,
        channel=Channel.POST,
        said_by="Josef Novák",
        evidence=scan,
        reports=make.said(row),
        by=by,
        now=NOW,
    )

    kept = make.fresh(row)
    assert (kept.state, kept.channel, kept.answered_by, kept.evidence.name) == (
        "answered",
        "post",
        by,
        "odpoved.pdf",
    )
    assert {(one.said_by, one.channel) for one in kept.reports.all()} == {("Josef Novák", "post")}


@pytest.mark.parametrize(
    ("changes", "message"), [({"said_by": " "}, "kdo za tázaného"), ({"evidence_note": ""}, "doložena")]
)
def test_an_answer_typed_in_without_proof_is_refused(row, changes, message):
    values = {"said_by": "Josef Novák", "evidence_note": "telefonát 20. 11.", **changes}
    with pytest.raises(Refused, match=message):
        requests.record_for(
            request=row, channel=Channel.EMAIL, by=make.coordinator(row.round), now=NOW, **values
        )


# --- changes of mind ------------------------------------------------------------------------------


def test_an_answer_may_be_opened_and_sent_again(row):
    make.answered(row)

    requests.reopen(request=row, by=None, now=NOW)
    assert (make.fresh(row).state, list(misfits())) == ("started", [])
    assert queued("input_asked").count(row.organisation.email) == 0

    make.answered(row, reports=make.said(row, "partly"))
    assert {one.progress for one in make.fresh(row).reports.all()} == {"partly"}


def test_the_office_that_opens_an_answer_sends_a_new_link(row):
    make.answered(row)
    requests.reopen(request=row, is_told=True, by=make.coordinator(row.round), now=NOW.replace(hour=12))
    assert queued("input_asked").count(row.organisation.email) == 1
    with pytest.raises(Gone):
        requests.reopen(request=row, by=None, now=NOW)


def test_an_answer_is_opened_even_when_all_have_answered():
    held = make.opened()
    rows = [make.answered(make.fresh(row)) for row in held.requests.all()]
    requests.reopen(request=rows[0], by=None, now=NOW)
    assert list(misfits()) == []


def test_an_implementer_that_ceased_to_exist_is_excused_told_and_awaited_again(row):
    by, token = make.coordinator(row.round), make.token(row)

    requests.excuse(request=row, reason="Organizace zanikla.", by=by, now=NOW)

    kept = make.fresh(row)
    assert (kept.state, kept.excuse, list(misfits())) == ("excused", "Organizace zanikla.", [])
    assert queued("input_excused") == [row.organisation.email]
    with pytest.raises(LinkRevoked):
        links.resolve(token, INPUT, NOW)
    requests.reopen(request=row, by=by, now=NOW)
    assert (make.fresh(row).state, make.fresh(row).excuse, list(misfits())) == ("asked", "", [])


def test_nobody_is_excused_without_a_reason(row):
    with pytest.raises(Refused, match="proč"):
        requests.excuse(request=row, reason=" ", by=make.coordinator(row.round), now=NOW)


# --- handing over ---------------------------------------------------------------------------------


def pass_on(row, email="jana@triada.test", **more):
    names = {"first_name": "Jana", "last_name": "Malá"}
    return requests.hand_over(request=row, email=email, **names, by=None, now=NOW, **more)


def test_a_colleague_gets_a_link_and_what_is_written_and_the_old_link_ends(row):
    token = make.token(row)
    typed(row, {"a": "Zatím"})

    pass_on(row, " Jana@Triada.test ")

    kept = make.fresh(row)
    assert (kept.person.name, kept.person.email, kept.typed["fields"]) == (
        "Jana Malá",
        "jana@triada.test",
        {"a": "Zatím"},
    )
    assert (queued("input_handed_over"), list(misfits())) == (["jana@triada.test"], [])
    letter = Letter.objects.get(template="workflows/letters/input_handed_over")
    assert "Část odpovědi už je napsaná" in letter.text
    with pytest.raises(LinkRevoked):
        links.resolve(token, INPUT, NOW)
    assert links.resolve(make.token(kept), INPUT, NOW).person == kept.person


def test_somebody_known_is_not_entered_twice_whatever_name_is_typed(row):
    known = people.person("znama@triada.test")
    Alias.objects.create(address="druha@triada.test", person=known)
    before = Person.objects.count()

    assert pass_on(row, "druha@triada.test").person == known
    assert Person.objects.count() == before
    with pytest.raises(Refused, match="už má na starosti"):
        pass_on(row, "znama@triada.test")


def test_nothing_is_handed_over_to_somebody_who_has_left(row):
    people.person("odesla@triada.test", is_active=False)
    with pytest.raises(Refused, match="už v Triádě nepůsobí"):
        pass_on(row, "odesla@triada.test")


# --- proposals ------------------------------------------------------------------------------------


def test_proposals_that_were_settled_stay_when_the_answer_is_sent_again():
    row = make.first(make.opened(purpose=InputPurpose.PROPOSALS, year=2027))
    row = make.answered(row, proposals=[Proposed("První"), Proposed("Druhý")])
    settled = row.proposals.get(title="První")
    proposals.decline(proposal=settled, reason="Není na to.", by=make.coordinator(row.round), now=NOW)
    requests.reopen(request=row, by=None, now=NOW)

    make.answered(row, proposals=[Proposed("Třetí")])

    assert [one.title for one in make.fresh(row).proposals.order_by("pk")] == ["První", "Třetí"]


def test_having_nothing_to_propose_is_an_answer():
    row = make.first(make.opened(purpose=InputPurpose.PROPOSALS, year=2027))
    make.answered(row, proposals=[])
    assert (make.fresh(row).state, make.fresh(row).proposals.count()) == ("answered", 0)
