import people.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("people", "0003_inbound_mail_message_id"),
    ]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="email",
            field=models.EmailField(
                blank=True,
                max_length=254,
                validators=[people.validators.validate_lower],
                verbose_name="e-mail",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email", ""), _negated=True),
                fields=("email",),
                name="person_email_once",
                violation_error_message="Osoba s touto adresou už je zapsaná.",
            ),
        ),
    ]
