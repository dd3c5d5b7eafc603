"""One plan continues another; a withdrawn one leaves the place to somebody else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0008_proposal_told")]
    operations = [
        migrations.AddConstraint(
            "plan",
            models.UniqueConstraint(
                condition=~models.Q(state="withdrawn"),
                fields=("predecessor",),
                name="plan_followed_once",
            ),
        ),
    ]
