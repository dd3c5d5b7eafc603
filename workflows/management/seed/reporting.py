"""Steps of a story in which somebody says what became of an item: reports, rounds of asking, sheets."""

from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from documents.enums import Channel
from workflows.actions import input_request as requests
from workflows.actions import inputs, proposal, report, sheet
from workflows.actions.input_request import Proposed
from workflows.actions.inputs import Asked
from workflows.actions.report import Reached, Spent
from workflows.enums import FundingSource, InputPurpose
from workflows.exports import reports as export
from workflows.management.seed.cast import Cast
from workflows.management.seed.story import Step, Story, post_letters_of
from workflows.models import InputRequest, InputRound, Item, Proposal
from workflows.queries import sheet as layout
from workflows.queries.inputs import candidates
from workflows.queries.report import edition_for, year_of_reports


def items_of(story: Story, year: int) -> dict[str, Item]:
    """Return the items that a year is told about by their printed numbers, with those that left the plan."""
    rows = Item.objects.filter(edition__plan=story.plan).select_related("implementer").order_by("pk")
    last = {row.number: row for row in rows}
    here = edition_for(story.plan, year)
    return {**last, **{row.number: row for row in rows if here and row.edition_id == here.pk}}


def money_of(cast: Cast, spent: Mapping[str, int]) -> list[Spent]:
    """Read {"region": 100, "municipality semily": 50}."""
    found = []
    for source, amount in spent.items():
        kind, _space, town = source.partition(" ")
        place = cast.places[town] if town else None
        found.append(Spent(FundingSource(kind), Decimal(amount), place))
    return found


def said_of(story: Story, item: Item, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `report.write` takes of one item; values are known by the names of indicators."""
    named = {one.name: one.key for one in item.indicators.all()} if "values" in row else {}
    return {
        "key": item.key,
        "progress": row["progress"],
        "text": row.get("text", ""),
        "money": money_of(story.cast, row.get("spent", {})),
        "values": [
            Reached(named[name], Decimal(str(value))) for name, value in row.get("values", {}).items()
        ],
    }


def report_year(story: Story, step: Step) -> None:
    """Write down what implementers said of a year, each of the items by its printed number."""
    items = items_of(story, step["year"])
    for row in step["reports"]:
        item = items[row["number"]]
        report.write(
            plan=story.plan,
            year=step["year"],
            channel=Channel(row.get("channel", Channel.EMAIL)),
            said_by=item.implementer.name if item.implementer else story.by.name,
            by=story.by,
            now=story.now,
            **said_of(story, item, row),
        )


# --- rounds of asking -----------------------------------------------------------------------------


def ask_inputs(story: Story, step: Step) -> None:
    """Ask organisations, each about its own items: {"org": "person" or ""}."""
    purpose = InputPurpose(step["purpose"])
    found = candidates(story.plan, purpose, step["year"])
    known = {one.organisation.pk: one for one in found if one.organisation}
    asked = []
    for org, person in step["asked"].items():
        organisation = story.cast.organisations[org]
        keys = tuple(item.key for item in known[organisation.pk].items) if organisation.pk in known else ()
        asked.append(Asked(organisation, person=story.cast.person(person), keys=keys))
    inputs.open_round(
        plan=story.plan,
        purpose=purpose,
        year=step["year"],
        due_on=story.day(step["due"]),
        note=step.get("note", ""),
        asked=asked,
        by=story.by,
        now=story.now,
    )


def round_of(story: Story) -> InputRound:
    """Return the round that the story speaks of: the newest one of the plan."""
    return story.plan.input_rounds.select_related("plan").latest("pk")


def request_of(story: Story, step: Step) -> InputRequest:
    """Return what an organisation was asked; the letter about it has left before it answers."""
    rows = InputRequest.objects.select_related("round__plan", "organisation", "territory", "person")
    found = rows.get(round=round_of(story), organisation=story.cast.organisations[step["org"]])
    post_letters_of(found)
    return found


def answer_of(story: Story, held: InputRound, step: Step) -> dict[str, Any]:
    """Return the reports or the proposals of an answer."""
    if held.purpose == InputPurpose.REPORTS:
        items = items_of(story, held.year)
        return {"reports": [said_of(story, items[row["number"]], row) for row in step["reports"]]}
    keys = {number: item.key for number, item in items_of(story, held.year).items()}
    return {
        "proposals": [
            Proposed(
                row["title"],
                row["text"],
                keys[row["about"]] if "about" in row else None,
                [
                    {
                        "source": str(one.source),
                        "municipality": one.municipality.pk if one.municipality else None,
                        "amount": str(one.amount),
                    }
                    for one in money_of(story.cast, row.get("costs", {}))
                ],
            )
            for row in step["proposals"]
        ]
    }


def answer_inputs(story: Story, step: Step) -> None:
    """Answer by the form of the letter."""
    row = request_of(story, step)
    said = answer_of(story, row.round, step)
    requests.answer(request=row, by=row.person, now=story.now, **said)


def record_inputs(story: Story, step: Step) -> None:
    """Type in an answer that came another way, with what proves it."""
    row = request_of(story, step)
    requests.record_for(
        request=row,
        channel=Channel(step["channel"]),
        said_by=step["said_by"],
        evidence_note=step["evidence"],
        by=story.by,
        now=story.now,
        **answer_of(story, row.round, step),
    )


def type_inputs(story: Story, step: Step) -> None:
    """Keep an answer that somebody has begun to write: fields of the form by the number of the item."""
    row = request_of(story, step)
    items = items_of(story, row.round.year)
    fields: dict[str, str] = {}
    for number, typed in step["typed"].items():
        start = str(items[number].key)
        fields |= {f"{start}-read_at": "0", f"{start}-text": "", f"{start}-progress": ""}
        fields |= {f"{start}-money-TOTAL_FORMS": "2", f"{start}-money-INITIAL_FORMS": "0"}
        fields |= {f"{start}-{name}": value for name, value in typed.items()}
    requests.save_typed(
        request=row, fields=fields, read_at=row.revision, writer="ukázka", by=row.person, now=story.now
    )


def hand_over_inputs(story: Story, step: Step) -> None:
    row = request_of(story, step)
    colleague = {name: step[name] for name in ("first_name", "last_name", "email")}
    requests.hand_over(request=row, by=row.person, now=story.now, **colleague)


def remind_inputs(story: Story, _step: Step) -> None:
    inputs.remind(held=round_of(story), by=story.by, now=story.now)


def close_inputs(story: Story, _step: Step) -> None:
    inputs.close_round(held=round_of(story), by=story.by, now=story.now)


def take_proposal(story: Story, step: Step) -> None:
    """Put a proposal into the text that is being written: into an item, or as a new one under it."""
    row = Proposal.objects.get(request__round__plan=story.plan, title=step["title"])
    items = {item.number: item for item in Item.objects.filter(edition=story.edition)}
    proposal.take(
        proposal=row,
        edition=story.edition,
        into=items[step["into"]] if "into" in step else None,
        parent=items[step["under"]] if "under" in step else None,
        by=story.by,
        now=story.now,
    )


def decline_proposal(story: Story, step: Step) -> None:
    row = Proposal.objects.get(request__round__plan=story.plan, title=step["title"])
    proposal.decline(proposal=row, reason=step["reason"], by=story.by, now=story.now)


# --- sheets ---------------------------------------------------------------------------------------


def upload_sheet(story: Story, step: Step) -> None:
    """Give the sheet of a year out, fill it in and let the worker read it; it waits to be confirmed."""
    book = load_workbook(export.workbook(story.plan, year_of_reports(story.plan, step["year"])))
    for name, rows in step["rows"].items():
        fill(book[name], rows)
    file = BytesIO()
    book.save(file)
    upload = SimpleUploadedFile(step["name"], file.getvalue())
    held = sheet.upload(plan=story.plan, year=step["year"], upload=upload, by=story.by, now=story.now)
    sheet.read(sheet=held)


def fill(page: Any, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Write into the cells of a worksheet: rows by the number of their item, cells by their column."""
    columns = {cell.value: cell.column for cell in page[layout.HEAD_ROW]}
    for line in page.iter_rows(min_row=layout.FIRST_ROW):
        number = line[columns[layout.NUMBER] - 1].value
        for name, value in rows.get(str(number), {}).items():
            page.cell(line[0].row, columns[name]).value = value


VERBS = {
    verb.__name__: verb
    for verb in (
        report_year,
        ask_inputs,
        answer_inputs,
        record_inputs,
        type_inputs,
        hand_over_inputs,
        remind_inputs,
        close_inputs,
        take_proposal,
        decline_proposal,
        upload_sheet,
    )
}
