"""Whoever proposed something is told once what became of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0007_edition_in_force_once")]
    operations = [
        migrations.AddField(
            "proposal",
            "told_at",
            models.DateTimeField(blank=True, null=True, verbose_name="sděleno tomu, kdo navrhl"),
        ),
        migrations.AddConstraint(
            "proposal",
            models.CheckConstraint(
                condition=models.Q(told_at=None) | models.Q(settled_at__isnull=False),
                name="proposal_told_when_settled",
            ),
        ),
    ]
