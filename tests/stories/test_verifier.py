"""A verifier refuses the minutes with a reason, then confirms what was mended; another one signs on paper."""

import pytest

from bodies.enums import MinutesState
from documents.models import File
from people import journal
from tests.factories import minutes as make
from tests.factories.documents import upload

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def minutes(clock):
    clock.now = make.NOW
    return make.over(days=0, verifiers=2)


@pytest.fixture
def hall(desk, table, minutes):
    return table(desk(make.organiser(minutes)), minutes.meeting)


def submit(hall, people):
    hall.send("minutes-submit", verifiers=[one.pk for one in people])
    return make.fresh(hall.meeting.minutes).version


def test_a_verifier_refuses_and_confirms_what_was_mended(desk, mail, clock, minutes, hall):
    first, second, third = make.members(minutes)
    refused = submit(hall, [first, second])
    page = mail.link(first.email)
    assert refused.digest[:8] in desk().read(page)

    told = desk().send(page, deed="decline", text="Nehlasovalo se o návrhu, ale o protinávrhu.")
    assert "Nehlasovalo se" in told
    found = make.fresh(minutes)
    assert (found.state, "o protinávrhu" in mail.text(make.taker(minutes).email)) == (
        MinutesState.WRITING,
        True,
    )

    clock.after(1)
    hall.write("Střednědobý plán", "Úvodní slovo.\n\nHlasovalo se o protinávrhu.")
    mended = submit(hall, [first, second])
    assert (mended.number, mended.digest != refused.digest) == (refused.number + 1, True)
    page = mail.link(first.email)
    assert "Hlasovalo se o protinávrhu." in desk().read(page.replace("/odpoved/", "/text/"))
    desk().send(page, deed="confirm")
    assert make.fresh(minutes).state == MinutesState.VERIFICATION

    scan = upload(name="podpis.pdf")
    waiting = next(one for one in make.asked(make.fresh(minutes)) if one.person == second)
    hall.send("minutes-paper", signed=[waiting.pk], signed_on=clock.ahead(0), scan=scan)
    found = make.fresh(minutes)
    assert (found.state, found.version) == (MinutesState.VERIFIED, mended)
    assert File.objects.get(holder_kind="minutes", holder_id=found.pk).name == "podpis.pdf"
    assert mended.digest[:8] in desk(third).read(hall.url("minutes-version", mended.number))
    assert journal.verify() == []


def test_the_refused_version_can_no_longer_be_confirmed(desk, mail, minutes, hall):
    first, second, _third = make.members(minutes)
    version = submit(hall, [first, second])
    page = mail.link(second.email)
    desk().send(mail.link(first.email), deed="decline", text="Chybí hlasování.")
    reply = desk().client.post(page, {"deed": "confirm", "digest": version.digest})

    assert (reply.status_code in (403, 404, 409, 410), make.fresh(minutes).state) == (
        True,
        MinutesState.WRITING,
    )
