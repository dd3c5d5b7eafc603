"""Ship the code lists of the ministry and the named approval paths as data."""

import csv
import datetime as dt
import json
from pathlib import Path

from django.db import migrations

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
CHECKED = dt.date(2026, 11, 21)


def rows(name):
    with (FIXTURES / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def load(apps, schema_editor):
    TargetGroup = apps.get_model("workflows", "TargetGroup")
    ServiceKind = apps.get_model("workflows", "ServiceKind")
    ApprovalPath = apps.get_model("workflows", "ApprovalPath")
    PathStep = apps.get_model("workflows", "PathStep")
    for row in rows("target_groups.csv"):
        code = row["rpss_code_confirmed"] or f"skupina-{row['order']}"
        TargetGroup.objects.create(code=code, name=row["name_cs"], order=int(row["order"]))
    for row in rows("services_kinds.csv"):
        ServiceKind.objects.create(
            code=row["mpsv_internal_id"] or f"druh-{row['order']}",
            name=row["name_cs"],
            order=int(row["order"]),
            paragraph=row["section_act_108_2006"].replace("§ ?", ""),
            group=row["group"],
        )
    for path in json.loads((FIXTURES / "approval_paths.json").read_text(encoding="utf-8")):
        steps = path.pop("steps")
        row = ApprovalPath.objects.create(**path, valid_from=dt.date(2007, 1, 1), checked_on=CHECKED)
        for order, step in enumerate(steps, 1):
            PathStep.objects.create(path=row, order=order, **step)


def unload(apps, schema_editor):
    for name in ("PathStep", "ApprovalPath", "ServiceKind", "TargetGroup"):
        apps.get_model("workflows", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_initial")]
    operations = [migrations.RunPython(load, unload)]
