import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


def give_keys(apps, schema_editor):
    """Give each indicator a key of its own: a default is drawn once for all rows."""
    for indicator in apps.get_model("workflows", "Indicator").objects.order_by("pk").iterator():
        indicator.key = uuid.uuid4()
        indicator.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0002_meetings"),
        ("documents", "0001_initial"),
        ("people", "0003_inbound_mail_message_id"),
        ("people", "__first__"),
        ("viewflow", "0015_task_scheduled"),
        ("workflows", "0004_resolutions"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="based_on",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="started_from_here",
                to="workflows.edition",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="key",
            field=models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="stálý klíč"),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.CreateModel(
            name="DutyRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="kód")),
                ("name", models.CharField(max_length=200, verbose_name="název")),
                ("about", models.TextField(blank=True, verbose_name="co obnáší")),
                ("territory_kinds", models.JSONField(default=list, verbose_name="druhy území")),
                ("month", models.PositiveSmallIntegerField(verbose_name="měsíc termínu")),
                ("day", models.PositiveSmallIntegerField(verbose_name="den termínu")),
                (
                    "next_year",
                    models.BooleanField(default=False, verbose_name="termín je až v následujícím roce"),
                ),
                (
                    "remind_days",
                    models.PositiveSmallIntegerField(default=14, verbose_name="připomenout dní předem"),
                ),
                ("valid_from", models.DateField(verbose_name="platí od")),
                ("source", models.CharField(max_length=300, verbose_name="odkud pravidlo je")),
                ("checked_on", models.DateField(verbose_name="znění ověřeno dne")),
                (
                    "territory",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty_rules",
                        to="people.territory",
                    ),
                ),
            ],
            options={
                "ordering": ["code", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("territory", None)),
                        fields=("code", "valid_from"),
                        name="duty_rule_once_per_day",
                    ),
                    models.UniqueConstraint(
                        fields=("code", "territory", "valid_from"), name="duty_rule_of_territory_once_per_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("day__gte", 1), ("day__lte", 31), ("month__gte", 1), ("month__lte", 12)
                        ),
                        name="duty_rule_has_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="rok")),
                ("due_on", models.DateField(verbose_name="termín")),
                (
                    "state",
                    models.CharField(
                        choices=[("due", "čeká na splnění"), ("fulfilled", "splněno"), ("waived", "odpadlo")],
                        default="due",
                        max_length=50,
                        verbose_name="stav",
                    ),
                ),
                ("fulfilled_on", models.DateField(blank=True, null=True, verbose_name="splněno dne")),
                ("reference", models.CharField(blank=True, max_length=60, verbose_name="č. j.")),
                ("text", models.TextField(blank=True, verbose_name="obsah hlášení")),
                ("reason", models.TextField(blank=True, verbose_name="proč odpadla")),
                ("recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="zapsáno")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="připomenuto")),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.file",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="people.territory",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="workflows.dutyrule",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "due_on", "territory__name", "pk"],
                "indexes": [models.Index(fields=["state", "due_on"], name="duty_by_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("rule", "territory", "year"), name="duty_once_per_year"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "fulfilled"), _negated=True),
                            ("fulfilled_on__isnull", False),
                            _connector="OR",
                        ),
                        name="duty_fulfilled_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waived"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="duty_waived_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InputRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("reports", "hlášení o plnění"), ("proposals", "podklady pro akční plán")],
                        max_length=9,
                        verbose_name="o co se žádá",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="rok")),
                ("due_on", models.DateField(verbose_name="termín")),
                ("note", models.TextField(blank=True, verbose_name="co k tomu napsat")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "sbírá se"), ("closed", "uzavřeno")],
                        default="open",
                        max_length=50,
                        verbose_name="stav",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="rozesláno")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="uzavřeno")),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="input_rounds",
                        to="workflows.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["plan_id", "-year", "-opened_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("plan", "purpose", "year"),
                        name="input_round_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("state", "open")),
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            _connector="OR",
                        ),
                        name="input_round_closed_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InputRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("keys", models.JSONField(default=list, verbose_name="klíče položek")),
                ("due_on", models.DateField(verbose_name="termín")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "čeká na odpověď"),
                            ("started", "rozepsáno"),
                            ("answered", "odpovězeno"),
                            ("excused", "omluveno"),
                        ],
                        default="asked",
                        max_length=50,
                        verbose_name="stav",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="požádán")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="začal/a psát")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="odpovězeno")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("form", "formulář na webu"),
                            ("email", "e-mail"),
                            ("data_box", "datová schránka"),
                            ("post", "pošta"),
                            ("in_person", "osobně"),
                            ("hearing", "na veřejném projednání"),
                        ],
                        default="form",
                        max_length=10,
                        verbose_name="způsob",
                    ),
                ),
                ("excuse", models.CharField(blank=True, max_length=300, verbose_name="důvod omluvy")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="připomenuto")),
                ("typed", models.JSONField(blank=True, default=dict, verbose_name="rozepsaná odpověď")),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.file",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="input_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.territory",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="workflows.inputround",
                    ),
                ),
            ],
            options={
                "ordering": ["round_id", "pk"],
                "indexes": [models.Index(fields=["person", "state"], name="input_request_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", False), ("territory", None)),
                            models.Q(("organisation", None), ("territory__isnull", False)),
                            _connector="OR",
                        ),
                        name="input_request_asks_one",
                    ),
                    models.UniqueConstraint(
                        fields=("round", "organisation"), name="input_request_organisation_once"
                    ),
                    models.UniqueConstraint(
                        fields=("round", "territory"), name="input_request_territory_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("state__in", ["asked", "started"])),
                            models.Q(("answered_at__isnull", False), ("state__in", ["answered", "excused"])),
                            _connector="OR",
                        ),
                        name="input_request_answered_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InputProcess",
            fields=[
                (
                    "process_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="viewflow.process",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.inputround",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("viewflow.process",),
        ),
        migrations.CreateModel(
            name="ItemReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(verbose_name="stálý klíč položky")),
                ("year", models.PositiveSmallIntegerField(verbose_name="rok")),
                (
                    "progress",
                    models.CharField(
                        choices=[
                            ("not_started", "nezahájeno"),
                            ("running", "probíhá"),
                            ("done", "splněno"),
                            ("partly", "splněno částečně"),
                            ("continuous", "plněno průběžně"),
                            ("not_done", "nesplněno"),
                            ("dropped", "zrušeno nebo odloženo"),
                        ],
                        max_length=11,
                        verbose_name="stav plnění",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="co se podařilo a co ne")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("form", "formulář na webu"),
                            ("email", "e-mail"),
                            ("data_box", "datová schránka"),
                            ("post", "pošta"),
                            ("in_person", "osobně"),
                            ("hearing", "na veřejném projednání"),
                        ],
                        default="form",
                        max_length=10,
                        verbose_name="způsob",
                    ),
                ),
                ("said_by", models.CharField(blank=True, max_length=200, verbose_name="kdo hlásí")),
                ("reported_at", models.DateTimeField(verbose_name="nahlášeno")),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.file",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="workflows.plan",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="workflows.inputrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["plan_id", "year", "pk"],
                "indexes": [models.Index(fields=["key", "year"], name="report_by_item")],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "key", "year"), name="report_once_per_year"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "progress__in",
                                [
                                    "not_started",
                                    "running",
                                    "done",
                                    "partly",
                                    "continuous",
                                    "not_done",
                                    "dropped",
                                ],
                            )
                        ),
                        name="report_progress_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NeededCapacity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.CharField(blank=True, max_length=11, verbose_name="forma")),
                (
                    "capacity",
                    models.DecimalField(decimal_places=2, max_digits=10, verbose_name="potřebná kapacita"),
                ),
                ("unit", models.CharField(max_length=60, verbose_name="jednotka")),
                (
                    "available",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="dnes dostupná kapacita",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="poznámka")),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="capacities",
                        to="workflows.duty",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.servicekind",
                    ),
                ),
            ],
            options={
                "ordering": ["duty_id", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("capacity__gte", 0)), name="needed_capacity_not_negative"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NetworkService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="stálý klíč")),
                (
                    "tier",
                    models.CharField(
                        choices=[("basic", "základní síť"), ("reserve", "zásobník")],
                        default="basic",
                        max_length=7,
                        verbose_name="zařazení",
                    ),
                ),
                ("name", models.CharField(max_length=250, verbose_name="název služby")),
                (
                    "identifier",
                    models.CharField(blank=True, max_length=20, verbose_name="identifikátor v registru"),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("outreach", "terénní"),
                            ("outpatient", "ambulantní"),
                            ("residential", "pobytová"),
                        ],
                        max_length=11,
                        verbose_name="forma",
                    ),
                ),
                (
                    "capacity",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="kapacita"
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=60, verbose_name="jednotka kapacity")),
                ("since", models.DateField(blank=True, null=True, verbose_name="v síti od")),
                ("until", models.DateField(blank=True, null=True, verbose_name="v síti do")),
                ("note", models.TextField(blank=True, verbose_name="poznámka")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="pořadí")),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="workflows.edition",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.servicekind",
                        verbose_name="druh služby",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="network_services",
                        to="people.organisation",
                        verbose_name="poskytovatel",
                    ),
                ),
                (
                    "target_groups",
                    models.ManyToManyField(
                        blank=True, to="workflows.targetgroup", verbose_name="cílové skupiny"
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.territory",
                        verbose_name="kde působí",
                    ),
                ),
            ],
            options={
                "ordering": ["edition_id", "tier", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "key"), name="service_key_once_per_edition"),
                    models.CheckConstraint(
                        condition=models.Q(("capacity", None), ("capacity__gte", 0), _connector="OR"),
                        name="service_capacity_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None),
                            ("since", None),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="service_until_after_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(blank=True, null=True, verbose_name="klíč položky, ke které patří")),
                ("title", models.CharField(max_length=300, verbose_name="název")),
                ("text", models.TextField(blank=True, verbose_name="co se má dělat a proč")),
                ("money", models.JSONField(default=list, verbose_name="předpokládané náklady")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "čeká na zařazení"),
                            ("taken", "zařazeno"),
                            ("declined", "nezařazeno"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="jak se naložilo",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="proč")),
                (
                    "item",
                    models.UUIDField(blank=True, null=True, verbose_name="klíč položky, která z něj je"),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="vyřízeno")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="workflows.inputrequest",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["request_id", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "open"), ("settled_at", None)),
                            models.Q(
                                models.Q(("outcome", "open"), _negated=True), ("settled_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="proposal_settled_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "declined"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_declined_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportedMoney",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("municipality", "obec"),
                            ("region", "kraj"),
                            ("state", "stát (§ 101a)"),
                            ("eu", "fondy EU"),
                            ("clients", "úhrady klientů"),
                            ("gifts", "dary"),
                            ("other", "jiné"),
                        ],
                        max_length=12,
                        verbose_name="zdroj",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="částka v Kč")),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.territory",
                        verbose_name="spolufinancující obec",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="money",
                        to="workflows.itemreport",
                    ),
                ),
            ],
            options={
                "ordering": ["report_id", "source", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="spent_not_negative"),
                    models.UniqueConstraint(
                        condition=models.Q(("municipality", None)),
                        fields=("report", "source"),
                        name="spent_once_per_source",
                    ),
                    models.UniqueConstraint(
                        fields=("report", "source", "municipality"), name="spent_once_per_municipality"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportedValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("indicator", models.UUIDField(verbose_name="klíč ukazatele")),
                ("name", models.CharField(max_length=200, verbose_name="ukazatel")),
                ("unit", models.CharField(max_length=60, verbose_name="jednotka")),
                ("value", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="hodnota")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="workflows.itemreport",
                    ),
                ),
            ],
            options={
                "ordering": ["report_id", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "indicator"), name="value_once_per_indicator")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="rok")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "čeká na přečtení"),
                            ("read", "přečteno, čeká na potvrzení"),
                            ("applied", "zapsáno"),
                            ("dropped", "zahozeno"),
                            ("failed", "nelze přečíst"),
                        ],
                        default="uploaded",
                        max_length=8,
                        verbose_name="stav",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="co brání přečtení")),
                ("fates", models.JSONField(default=list, verbose_name="co se s buňkami stane")),
                ("rows_read", models.PositiveIntegerField(default=0, verbose_name="přečteno řádků")),
                ("rows_all", models.PositiveIntegerField(default=0, verbose_name="řádků celkem")),
                ("uploaded_at", models.DateTimeField(verbose_name="nahráno")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="uzavřeno")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.file"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="workflows.plan",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-uploaded_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="pro rok")),
                ("service", models.CharField(max_length=250, verbose_name="služba")),
                (
                    "form",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("outreach", "terénní"),
                            ("outpatient", "ambulantní"),
                            ("residential", "pobytová"),
                        ],
                        max_length=11,
                        verbose_name="forma",
                    ),
                ),
                ("service_key", models.UUIDField(blank=True, null=True, verbose_name="klíč služby v síti")),
                (
                    "necessity",
                    models.CharField(
                        choices=[
                            ("needed", "služba je pro obec potřebná"),
                            ("needed_less", "potřebná v menším rozsahu"),
                            ("not_needed", "služba pro obec potřebná není"),
                        ],
                        max_length=11,
                        verbose_name="potřebnost",
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[("basic", "základní síť"), ("reserve", "zásobník")],
                        max_length=7,
                        verbose_name="navržené zařazení",
                    ),
                ),
                (
                    "capacity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="potřebná kapacita",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=60, verbose_name="jednotka kapacity")),
                ("text", models.TextField(blank=True, verbose_name="odůvodnění")),
                ("reference", models.CharField(blank=True, max_length=60, verbose_name="č. j.")),
                ("given_on", models.DateField(verbose_name="dne")),
                ("given_by", models.CharField(blank=True, max_length=200, verbose_name="za obec")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="vzato zpět dne")),
                ("recorded_at", models.DateTimeField(verbose_name="zapsáno")),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.file",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.servicekind",
                        verbose_name="druh služby",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="people.organisation",
                        verbose_name="poskytovatel",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.resolution",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="workflows.statement",
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="people.territory",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "territory__name", "service", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("capacity", None), ("capacity__gte", 0), _connector="OR"),
                        name="statement_capacity_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("necessity", "not_needed"), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="statement_refusal_has_reason",
                    ),
                ],
            },
        ),
    ]
