"""What every test stands on: settings of the tests, and a database file (or PostgreSQL) for each worker."""

import hashlib
import os
import shutil
from importlib.metadata import version
from pathlib import Path

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection

SETTINGS = {
    "SECRET_KEY": "only for tests",
    "SITE": {**settings.SITE, "url": "http://testserver"},
    "ALLOWED_HOSTS": ["testserver", "localhost", "127.0.0.1"],
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "SECURE_SSL_REDIRECT": False,
    "SECURE_PROXY_SSL_HEADER": None,
    "SESSION_COOKIE_SECURE": False,
    "CSRF_COOKIE_SECURE": False,
    "INVITE_MAIL": {},
    "WHITENOISE_AUTOREFRESH": True,  # looks files up when asked: no walk through all of them in each test
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
}

SHIPPED = (
    "workflows.TargetGroup",
    "workflows.ServiceKind",
    "workflows.ApprovalPath",
    "workflows.PathStep",
    "workflows.DutyRule",
)

# How fast examples are drawn says nothing of the product: a clean clone first builds tables of Unicode.
hypothesis.settings.register_profile(
    "suite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("suite")


def pytest_configure():
    for name, value in SETTINGS.items():
        setattr(settings, name, value)


def _migrated() -> Path:
    """Name the empty migrated database of exactly these migrations; the first run makes it."""
    digest = hashlib.sha256(version("django").encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(path.read_bytes())
    return settings.VAR / "test-database" / f"{digest.hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb():
    """SQLite starts from a copy of the migrated file and leaves its own to pytest's temporary folder."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Give each worker a file of its own: threads cannot share SQLite's database in memory."""
    if connection.vendor == "sqlite":
        database = tmp_path_factory.mktemp("database") / "test.sqlite3"
        if _migrated().exists():
            shutil.copyfile(_migrated(), database)
        connection.settings_dict["TEST"]["NAME"] = str(database)
        connection.settings_dict["OPTIONS"]["init_command"] = (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON"
        )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    if connection.vendor == "sqlite" and not _migrated().exists():
        _migrated().parent.mkdir(exist_ok=True)
        part = _migrated().with_suffix(f".{os.getpid()}")
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(part)])
        part.replace(_migrated())


@pytest.fixture(scope="session")
def ship(django_db_setup, django_db_blocker):
    """Return what puts the data of migrations back: tests with transactions of their own empty all tables."""
    with django_db_blocker.unblock():
        shipped = [(model, list(model.objects.order_by("pk"))) for model in map(apps.get_model, SHIPPED)]

    def ship():
        for model, rows in shipped:
            if not model.objects.exists():
                model.objects.bulk_create(rows)

    return ship


@pytest.fixture(autouse=True)
def _shipped_data_is_there(request):
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        request.getfixturevalue("db")
        request.getfixturevalue("ship")()


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits of one test are not those of the next."""
    cache.clear()
