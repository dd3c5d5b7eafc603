from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.models import File
from people import journal
from people.errors import Gone, Refused, Stale
from tests.factories import people, reports, workflows
from tests.factories.races import at_once
from workflows.actions import report as actions
from workflows.actions.report import Reached, Spent
from workflows.enums import Progress
from workflows.models import ItemReport

pytestmark = pytest.mark.django_db


def measure():
    return reports.measures(reports.in_force())[0]


def pdf(text: str = "zpráva") -> SimpleUploadedFile:
    return SimpleUploadedFile("zprava.pdf", f"%PDF-1.4 {text}".encode())


def test_a_report_says_state_money_values_and_words():
    item = measure()
    village = people.territory("Smržovka")
    indicator = item.indicators.get()

    report = reports.report(
        item,
        text="Přibyl jeden úvazek.",
        money=[Spent("region", Decimal(90_000)), Spent("municipality", Decimal(5_000), village)],
        values=[Reached(indicator.key, Decimal("2.5"))],
        file=pdf(),
    )

    assert (report.progress, report.text, report.revision) == (Progress.RUNNING, "Přibyl jeden úvazek.", 1)
    assert [(m.source, m.municipality, m.amount) for m in report.money.all()] == [
        ("municipality", village, Decimal(5_000)),
        ("region", None, Decimal(90_000)),
    ]
    value = report.values.get()
    assert (value.indicator, value.name, value.unit, value.value) == (
        indicator.key,
        "úvazky",
        "úv.",
        Decimal("2.5"),
    )
    assert report.file.name == "zprava.pdf"
    assert [entry.kind for entry in journal.of(report)] == ["report.written"]


def test_a_report_written_again_replaces_everything_but_the_file():
    item = measure()
    first = reports.report(item, money=[Spent("eu", Decimal(1))], file=pdf())
    second = reports.report(item, progress=Progress.DONE, read_at=1)

    assert second.pk == first.pk
    assert (second.progress, second.revision, second.money.count()) == (Progress.DONE, 2, 0)
    assert second.file == first.file
    assert [entry.kind for entry in journal.of(second)] == ["report.written", "report.rewritten"]


def test_a_file_is_replaced_or_dropped_and_the_old_one_is_thrown_away(django_capture_on_commit_callbacks):
    item = measure()
    with django_capture_on_commit_callbacks(execute=True):
        reports.report(item, file=pdf("jedna"))
        report = reports.report(item, file=pdf("dvě"))
    assert list(File.objects.filter(holder_kind="report")) == [report.file]
    with django_capture_on_commit_callbacks(execute=True):
        report = reports.report(item, drop_file=True)
    assert (report.file, File.objects.filter(holder_kind="report").count()) == (None, 0)


def test_who_wrote_on_an_older_report_loses_nothing_and_overwrites_nothing():
    item = measure()
    reports.report(item, text="První.")
    with pytest.raises(Stale) as error:
        reports.report(item, text="Druhý.", read_at=0)
    assert (error.value.yours, error.value.current) == ("Druhý.", "První.")
    assert ItemReport.objects.get().text == "První."


@pytest.mark.parametrize(
    ("year", "now", "words"),
    [
        (2026, reports.NOW, "Rok 2026 není v období plánu (2027–2029)."),
        (2030, reports.NOW, "Rok 2030 není v období plánu (2027–2029)."),
        (2029, reports.NOW, "Rok 2029 ještě nezačal, plnění za něj hlásit nejde."),
    ],
)
def test_a_year_that_cannot_be_reported_on_is_refused(year, now, words):
    with pytest.raises(Refused) as error:
        reports.report(measure(), year, now=now)
    assert error.value.message == words


def test_only_a_plan_in_force_is_reported_on():
    edition = workflows.drafted()
    with pytest.raises(Gone):
        reports.report(edition.items.get())


def test_what_never_was_in_the_plan_is_not_reported_on():
    item = measure()
    by = workflows.coordinator(item.edition)
    plan = item.edition.plan
    with pytest.raises(Refused, match="ve schváleném textu plánu není"):
        actions.write(plan=plan, key=uuid4(), year=2027, progress="done", by=by, now=reports.NOW)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"money": [Spent("eu", Decimal(-1))]}, "nemohou být záporné"),
        ({"money": [Spent("eu", Decimal(1)), Spent("eu", Decimal(2))]}, "uveden dvakrát"),
        ({"values": [Reached(uuid4(), Decimal(1))]}, "ukazateli, který položka nemá"),
    ],
)
def test_what_does_not_fit_the_item_is_refused_and_nothing_is_written(said, words):
    with pytest.raises(Refused, match=words):
        reports.report(measure(), **said)
    assert ItemReport.objects.count() == 0


def test_a_report_is_taken_back_once():
    report = reports.report(measure(), file=pdf())
    by, now = report.recorded_by, datetime(2028, 2, 1, tzinfo=UTC)
    with pytest.raises(Stale):
        actions.remove(report=report, read_at=0, by=by, now=now)
    actions.remove(report=report, read_at=1, by=by, now=now)
    assert (ItemReport.objects.count(), File.objects.filter(holder_kind="report").count()) == (0, 0)
    with pytest.raises(Gone):
        actions.remove(report=report, read_at=1, by=by, now=now)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_people_who_report_on_one_item_at_once_do_not_overwrite_each_other():
    item = measure()
    deeds = [lambda text=text: reports.report(item, text=text, read_at=0) for text in ("Jeden.", "Druhý.")]
    assert sorted(at_once(*deeds)) == ["Stale", "done"]
    assert ItemReport.objects.count() == 1
