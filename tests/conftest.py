"""What every test stands on: settings of the tests, and a database file (or PostgreSQL) for each worker."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections

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


def pytest_configure():
    for name, value in SETTINGS.items():
        setattr(settings, name, value)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Give each worker a file of its own: threads cannot share SQLite's database in memory."""
    for connection in connections.all():
        if connection.vendor == "sqlite":
            folder = tmp_path_factory.mktemp("database")
            connection.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")
            connection.settings_dict["OPTIONS"]["init_command"] = (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON"
            )


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits of one test are not those of the next."""
    cache.clear()
