"""Reports on a plan: a year, one item's year, the sheet there and back."""

from django.urls import URLPattern, path

from workflows.views import report, sheet

REPORTS = "plany/<slug:slug>/plneni/"
YEAR = f"{REPORTS}<int:year>/"
ITEM = f"{YEAR}<uuid:key>/"
SHEET = f"{REPORTS}sesit/<int:pk>/"

plans: list[URLPattern] = [
    path(REPORTS, report.ReportList.as_view(), name="reports"),
    path(f"{YEAR}hlaseni.xlsx", sheet.SheetExport.as_view(), name="sheet-export"),
    path(f"{YEAR}nahrat/", sheet.SheetUpload.as_view(), name="sheet-upload"),
    path(ITEM, report.ReportDetail.as_view(), name="report"),
    path(f"{ITEM}zapsat/", report.ReportWrite.as_view(), name="report-write"),
    path(f"{ITEM}smazat/", report.ReportRemove.as_view(), name="report-remove"),
    path(SHEET, sheet.SheetDetail.as_view(), name="sheet"),
    path(f"{SHEET}zapsat/", sheet.SheetApply.as_view(), name="sheet-apply"),
    path(f"{SHEET}zahodit/", sheet.SheetDrop.as_view(), name="sheet-drop"),
]
