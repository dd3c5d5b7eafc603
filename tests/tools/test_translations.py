import gettext
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import translations  # noqa: E402

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\n'
)
PLURAL = 'msgid "{n} člen"\nmsgid_plural "{n} členů"\n'


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """Write locale/<language>/LC_MESSAGES/django.po in a project of its own."""
    monkeypatch.setattr(translations, "ROOT", tmp_path)

    def write(language, body):
        path = tmp_path / "locale" / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True)
        path.write_text(HEADER + body)
        content = translations.pairs(translations.catalogue(path))
        path.with_suffix(".mo").write_bytes(translations.packed(content))
        return path

    return write


def test_the_compiled_file_is_what_gettext_reads(catalogue):
    plural = 'msgstr[0] "{n} member"\nmsgstr[1] "{n} members"\n\n'
    body = f'{PLURAL}{plural}msgctxt "čas"\nmsgid "den"\nmsgstr "day"\n'
    path = catalogue("en", body)
    with path.with_suffix(".mo").open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert read.ngettext("{n} člen", "{n} členů", 5) == "{n} members"
    assert read.pgettext("čas", "den") == "day"
    assert list(translations.problems(path)) == []


def test_an_english_text_may_not_be_empty_or_guessed(catalogue):
    path = catalogue("en", 'msgid "nic"\nmsgstr ""\n\n#, fuzzy\nmsgid "snad"\nmsgstr "maybe"\n')
    assert [problem.split(": ", 1)[1] for problem in translations.problems(path)] == [
        "'nic' chybí překlad",
        "'snad' je jen odhad (fuzzy)",
    ]


def test_czech_needs_its_four_plural_forms_and_nothing_else(catalogue):
    forms = "".join(f'msgstr[{number}] "tvar"\n' for number in range(3))
    path = catalogue("cs", f'msgid "text"\nmsgstr ""\n\n{PLURAL}{forms}')
    problems = list(translations.problems(path))
    assert [problem.split(": ", 1)[1] for problem in problems] == ["'{n} člen' má mít 4 tvary množného čísla"]


def test_a_compiled_file_older_than_its_source_is_found(catalogue):
    path = catalogue("en", 'msgid "den"\nmsgstr "day"\n')
    path.write_text(path.read_text().replace("day", "date"))
    problem = "locale/en/LC_MESSAGES/django.mo je zastaralý: python tools/translations.py compile"
    assert list(translations.problems(path)) == [problem]


def test_a_text_of_a_template_that_nobody_translated_is_found(catalogue, tmp_path):
    path = catalogue("en", 'msgid "den"\nmsgstr "day"\n')
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text('{% load i18n %}{% trans "den" %}{% trans "týden" %}')
    assert list(translations.problems(path)) == ["templates/a.html: 'týden' není v locale/en"]
