from django.utils import timezone

from tests.factories import reports, sheets
from workflows.actions import sheet as actions

YEAR = timezone.localdate().year - 1


def addresses(world):
    """Name a plan of the own territory that has run for a year, a report on it and a sheet of reports."""
    edition = reports.in_force(
        year=YEAR,
        territory=world.own,
        title="Plán, o kterém se hlásí",
        coordinator=world.people["coordinator"],
        drafter=world.people["drafter"],
    )
    item, slug, now = reports.measures(edition)[0], {"slug": edition.plan.slug}, timezone.now()
    reports.report(item, YEAR, now=now)
    sheet = sheets.uploaded(edition, sheets.exported(edition, YEAR), YEAR, now=now)
    actions.read(sheet=sheet)
    year = {**slug, "year": YEAR}
    of_item, of_sheet = ("report", "report-write", "report-remove"), ("sheet", "sheet-apply", "sheet-drop")
    return {
        "plans:reports": slug,
        **{f"plans:{name}": year for name in ("sheet-export", "sheet-upload")},
        **{f"plans:{name}": {**year, "key": item.key} for name in of_item},
        **{f"plans:{name}": {**slug, "pk": sheet.pk} for name in of_sheet},
    }
