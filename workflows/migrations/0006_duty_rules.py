"""Ship the duties of municipalities and regions in planning as data, each with its paragraph."""

import datetime as dt
import json
from pathlib import Path

from django.db import migrations

RULES = Path(__file__).resolve().parent.parent / "fixtures" / "duty_rules.json"


def load(apps, schema_editor):
    DutyRule = apps.get_model("workflows", "DutyRule")
    for row in json.loads(RULES.read_text(encoding="utf-8")):
        days = {name: dt.date.fromisoformat(row.pop(name)) for name in ("valid_from", "checked_on")}
        DutyRule.objects.create(**row, **days)


def unload(apps, schema_editor):
    apps.get_model("workflows", "DutyRule").objects.filter(territory=None).delete()


class Migration(migrations.Migration):
    dependencies = [("workflows", "0005_plan_in_force")]
    operations = [migrations.RunPython(load, unload)]
