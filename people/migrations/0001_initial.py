import django.db.models.deletion
import django.db.models.functions.text
import people.validators
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, validators=[people.validators.validate_lower], verbose_name='e-mail')),
                ('title_before', models.CharField(blank=True, max_length=50, verbose_name='titul před jménem')),
                ('first_name', models.CharField(max_length=100, verbose_name='jméno')),
                ('last_name', models.CharField(max_length=100, verbose_name='příjmení')),
                ('title_after', models.CharField(blank=True, max_length=50, verbose_name='titul za jménem')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telefon')),
                ('language', models.CharField(choices=[('cs', 'čeština'), ('en', 'angličtina')], default='cs', max_length=2, verbose_name='jazyk')),
                ('is_active', models.BooleanField(default=True, verbose_name='aktivní')),
                ('deactivated_at', models.DateTimeField(blank=True, null=True, verbose_name='deaktivován/a')),
                ('version', models.PositiveIntegerField(default=1)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'osoba',
                'verbose_name_plural': 'lidé',
                'ordering': ('last_name', 'first_name', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='AccessLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(max_length=43, unique=True)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('purpose', models.CharField(max_length=60, verbose_name='k čemu')),
                ('subject_kind', models.CharField(max_length=40, verbose_name='věc')),
                ('subject_id', models.PositiveBigIntegerField(verbose_name='číslo věci')),
                ('address', models.EmailField(blank=True, max_length=254, verbose_name='adresa')),
                ('single_use', models.BooleanField(default=False, verbose_name='jen jednou')),
                ('issued_at', models.DateTimeField(verbose_name='vydán')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='platí do')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='zrušen')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='naposledy použit')),
                ('use_count', models.PositiveIntegerField(default=0, verbose_name='počet použití')),
                ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='issued_links', to=settings.AUTH_USER_MODEL, verbose_name='vydal/a')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='access_links', to=settings.AUTH_USER_MODEL, verbose_name='osoba')),
            ],
            options={
                'verbose_name': 'osobní odkaz',
                'verbose_name_plural': 'osobní odkazy',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254, unique=True, validators=[people.validators.validate_lower], verbose_name='další adresa')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aliases', to=settings.AUTH_USER_MODEL, verbose_name='osoba')),
            ],
            options={
                'verbose_name': 'další adresa',
                'verbose_name_plural': 'další adresy',
                'ordering': ('address',),
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=300, verbose_name='stránka')),
                ('content', models.JSONField(verbose_name='co bylo napsáno')),
                ('saved_at', models.DateTimeField(verbose_name='uloženo')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'rozepsaný text',
                'verbose_name_plural': 'rozepsané texty',
                'ordering': ('-saved_at',),
            },
        ),
        migrations.CreateModel(
            name='JournalEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=40, verbose_name='věc')),
                ('subject_id', models.PositiveBigIntegerField(verbose_name='číslo věci')),
                ('number', models.PositiveIntegerField(verbose_name='pořadí')),
                ('format', models.PositiveSmallIntegerField(default=1)),
                ('at', models.DateTimeField(verbose_name='kdy')),
                ('kind', models.CharField(max_length=80, verbose_name='co')),
                ('data', models.JSONField(blank=True, default=dict)),
                ('personal_digest', models.CharField(blank=True, max_length=64)),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='journal_entries', to=settings.AUTH_USER_MODEL, verbose_name='kdo')),
            ],
            options={
                'verbose_name': 'záznam deníku',
                'verbose_name_plural': 'záznamy deníku',
                'ordering': ('subject_kind', 'subject_id', 'number'),
            },
        ),
        migrations.CreateModel(
            name='JournalHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_id', models.PositiveBigIntegerField()),
                ('number', models.PositiveIntegerField(default=0)),
                ('digest', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'verbose_name': 'konec deníku',
                'verbose_name_plural': 'konce deníků',
                'constraints': [models.UniqueConstraint(fields=('subject_kind', 'subject_id'), name='journal_head_once')],
            },
        ),
        migrations.CreateModel(
            name='JournalPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.CharField(blank=True, max_length=64)),
                ('content', models.JSONField(null=True)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='personal', to='people.journalentry')),
            ],
            options={
                'verbose_name': 'osobní část záznamu',
                'verbose_name_plural': 'osobní části záznamů',
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('message_id', models.CharField(max_length=200, unique=True)),
                ('template', models.CharField(max_length=120, verbose_name='dopis')),
                ('language', models.CharField(choices=[('cs', 'čeština'), ('en', 'angličtina')], default='cs', max_length=2, verbose_name='jazyk')),
                ('to_address', models.EmailField(max_length=254, verbose_name='adresa')),
                ('to_name', models.CharField(blank=True, max_length=250, verbose_name='jméno')),
                ('reply_to', models.CharField(blank=True, max_length=320, verbose_name='odpověď na')),
                ('subject', models.CharField(max_length=500, verbose_name='předmět')),
                ('text', models.TextField(verbose_name='text')),
                ('html', models.TextField(blank=True)),
                ('ics', models.TextField(blank=True)),
                ('ics_method', models.CharField(blank=True, max_length=20)),
                ('secret', models.BooleanField(default=False)),
                ('cause_kind', models.CharField(max_length=40)),
                ('cause_id', models.PositiveBigIntegerField()),
                ('state', models.CharField(choices=[('queued', 'čeká na odeslání'), ('sending', 'odesílá se'), ('sent', 'odesláno'), ('delivered', 'doručeno'), ('bounced', 'vráceno'), ('failed', 'nepodařilo se odeslat'), ('dropped', 'neodesláno, důvod pominul'), ('uncertain', 'neví se, zda odešlo')], default='queued', max_length=20, verbose_name='stav')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='počet pokusů')),
                ('written_at', models.DateTimeField(verbose_name='napsán')),
                ('next_at', models.DateTimeField(blank=True, null=True, verbose_name='odešle se nejdříve')),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('lease_by', models.CharField(blank=True, max_length=80)),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='odeslán')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='vyřízen')),
                ('problem', models.TextField(blank=True, verbose_name='co se stalo')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to=settings.AUTH_USER_MODEL, verbose_name='komu')),
            ],
            options={
                'verbose_name': 'dopis',
                'verbose_name_plural': 'dopisy',
                'ordering': ('-written_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='LetterAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='název souboru')),
                ('content_type', models.CharField(max_length=200)),
                ('content', models.BinaryField()),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='people.letter')),
            ],
            options={
                'verbose_name': 'příloha dopisu',
                'verbose_name_plural': 'přílohy dopisu',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=250, verbose_name='název')),
                ('kind', models.CharField(choices=[('region', 'kraj'), ('municipality', 'obec'), ('union', 'svazek obcí'), ('department', 'odbor úřadu'), ('provider', 'poskytovatel sociálních služeb'), ('users', 'organizace uživatelů'), ('action_group', 'místní akční skupina'), ('state', 'státní instituce'), ('supplier', 'dodavatel'), ('other', 'jiná organizace')], max_length=20, verbose_name='druh')),
                ('ico', models.CharField(blank=True, max_length=8, validators=[people.validators.validate_ico], verbose_name='IČO')),
                ('data_box', models.CharField(blank=True, max_length=7, validators=[people.validators.validate_data_box], verbose_name='datová schránka')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('version', models.PositiveIntegerField(default=1)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='people.organisation', verbose_name='součást organizace')),
            ],
            options={
                'verbose_name': 'organizace',
                'verbose_name_plural': 'organizace',
                'ordering': ('name', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='RateCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100)),
                ('window', models.DateTimeField()),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'počítadlo',
                'verbose_name_plural': 'počítadla',
                'constraints': [models.UniqueConstraint(fields=('key', 'window'), name='rate_count_once')],
            },
        ),
        migrations.CreateModel(
            name='Territory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('region', 'kraj'), ('orp', 'správní obvod obce s rozšířenou působností'), ('municipality', 'obec'), ('planning', 'plánovací území')], max_length=20, verbose_name='druh')),
                ('name', models.CharField(max_length=150, verbose_name='název')),
                ('code', models.CharField(blank=True, max_length=20, verbose_name='kód')),
                ('slug', models.SlugField(max_length=160, unique=True, verbose_name='adresa v odkazech')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='počet obyvatel')),
                ('members', models.ManyToManyField(blank=True, related_name='member_of', to='people.territory', verbose_name='obce')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned_territories', to='people.organisation', verbose_name='kdo za plánování odpovídá')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.territory', verbose_name='nadřazené území')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='territories', to='people.territory', verbose_name='kraj')),
            ],
            options={
                'verbose_name': 'území',
                'verbose_name_plural': 'území',
                'ordering': ('name', 'pk'),
            },
        ),
        migrations.AddField(
            model_name='organisation',
            name='territory',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='people.territory', verbose_name='území'),
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('coordinator', 'koordinátor/ka plánování'), ('drafter', 'zpracovatel/ka'), ('clerk', 'pracovník/ce'), ('administrator', 'správce/správkyně')], max_length=20, verbose_name='role')),
                ('starts_on', models.DateField(verbose_name='od')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='do')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='poznámka')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL, verbose_name='osoba')),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='people.territory', verbose_name='území')),
            ],
            options={
                'verbose_name': 'pověření',
                'verbose_name_plural': 'pověření',
                'ordering': ('-starts_on', 'pk'),
            },
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='person_email_lower'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('deactivated_at', None), ('is_active', True)), models.Q(('deactivated_at__isnull', False), ('is_active', False)), _connector='OR'), name='person_deactivated_with_time'),
        ),
        migrations.AddIndex(
            model_name='accesslink',
            index=models.Index(fields=['subject_kind', 'subject_id'], name='access_link_subject'),
        ),
        migrations.AddConstraint(
            model_name='accesslink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('use_count', 0), ('used_at', None)), models.Q(('use_count__gt', 0), ('used_at__isnull', False)), _connector='OR'), name='access_link_used_with_count'),
        ),
        migrations.AddConstraint(
            model_name='accesslink',
            constraint=models.CheckConstraint(condition=models.Q(('person__isnull', False), models.Q(('address', ''), _negated=True), _connector='OR'), name='access_link_for_somebody'),
        ),
        migrations.AddConstraint(
            model_name='alias',
            constraint=models.CheckConstraint(condition=models.Q(('address', django.db.models.functions.text.Lower(models.F('address')))), name='alias_address_lower'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('person', 'path'), name='draft_once_per_page'),
        ),
        migrations.AddIndex(
            model_name='journalentry',
            index=models.Index(fields=['at'], name='journal_at'),
        ),
        migrations.AddConstraint(
            model_name='journalentry',
            constraint=models.UniqueConstraint(fields=('subject_kind', 'subject_id', 'number'), name='journal_number_once_per_subject'),
        ),
        migrations.AddConstraint(
            model_name='journalperson',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at', None), models.Q(('salt', ''), _negated=True)), models.Q(('erased_at__isnull', False), ('salt', '')), _connector='OR'), name='journal_person_erased_whole'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('state__in', ['queued', 'sending'])), fields=['next_at'], name='letter_queued'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['cause_kind', 'cause_id'], name='letter_cause'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['state', '-written_at'], name='letter_state'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'queued'), _negated=True), ('next_at__isnull', False), _connector='OR'), name='letter_queued_has_time'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sending'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='letter_sending_has_lease'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['sent', 'delivered']), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='letter_sent_has_time'),
        ),
        migrations.AddConstraint(
            model_name='territory',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'region'), ('region', None)), models.Q(models.Q(('kind', 'region'), _negated=True), ('region__isnull', False)), _connector='OR'), name='territory_region_unless_region'),
        ),
        migrations.AddConstraint(
            model_name='territory',
            constraint=models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('kind', 'code'), name='territory_code_once', violation_error_message='Území tohoto druhu s tímto kódem už existuje.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('ico', ''), _negated=True), ('parent', None)), fields=('ico',), name='organisation_ico_once', violation_error_message='Organizace s tímto IČO už je zapsaná.'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='appointment_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(fields=('person', 'role', 'territory', 'starts_on'), name='appointment_once', violation_error_message='Toto pověření už je zapsané.'),
        ),
    ]
