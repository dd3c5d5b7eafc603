from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_meetings"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="inboundmail",
            index=models.Index(fields=["message_id"], name="inbound_mail_message_id"),
        ),
    ]
