"""One edition of a thing is in force at a time; what was withdrawn leaves its number to the next one."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("workflows", "0006_duty_rules")]
    operations = [
        migrations.RemoveConstraint("edition", "edition_once_per_year"),
        migrations.RemoveConstraint("edition", "edition_once_per_plan"),
        migrations.AddConstraint(
            "edition",
            models.UniqueConstraint(
                condition=~Q(state="withdrawn"),
                fields=("plan", "kind", "year", "number"),
                name="edition_once_per_year",
            ),
        ),
        migrations.AddConstraint(
            "edition",
            models.UniqueConstraint(
                condition=Q(year=None) & ~Q(state="withdrawn"),
                fields=("plan", "kind", "number"),
                name="edition_once_per_plan",
            ),
        ),
        migrations.AddConstraint(
            "edition",
            models.UniqueConstraint(
                condition=Q(state="effective"),
                fields=("plan", "kind", "year"),
                name="edition_of_year_in_force_once",
            ),
        ),
        migrations.AddConstraint(
            "edition",
            models.UniqueConstraint(
                condition=Q(kind__in=["original", "update"], state="effective"),
                fields=("plan",),
                name="edition_text_in_force_once",
            ),
        ),
        migrations.AddConstraint(
            "edition",
            models.UniqueConstraint(
                condition=Q(kind="network", state="effective"),
                fields=("plan",),
                name="edition_network_in_force_once",
            ),
        ),
    ]
