import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import setup  # noqa: E402


@pytest.fixture(autouse=True)
def log(monkeypatch, tmp_path):
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "LOG", tmp_path / "setup.log")


def test_what_was_done_from_the_same_files_is_not_done_again(tmp_path):
    source, stamp, done = tmp_path / "requirements.txt", tmp_path / "stamp", []
    for text in ("a==1", "a==1", "a==2"):
        source.write_text(text)
        setup.once(stamp, setup.digest(source), lambda: done.append(source.read_text()))
    assert done == ["a==1", "a==2"]


def test_a_step_that_failed_is_tried_again(tmp_path):
    def fail():
        raise setup.SetupError

    for _ in range(2):
        with pytest.raises(setup.SetupError):
            setup.once(tmp_path / "stamp", "a", fail)


def test_a_failed_command_shows_its_last_words_and_what_they_mean():
    with pytest.raises(setup.SetupError, match=r"(?s)bez sítě.*Je síť\?.*setup.log"):
        setup.run([sys.executable, "-c", "raise SystemExit('bez sítě')"], "Je síť?")


def test_a_good_command_is_quiet(capfd):
    setup.run([sys.executable, "-c", "print('mnoho řádků')"], "Je síť?")
    assert capfd.readouterr() == ("", "")


def test_whoever_may_not_install_is_told_what_to_ask_for(monkeypatch):
    monkeypatch.setattr(setup, "has_chromium", lambda: False)
    monkeypatch.setattr(setup, "has_postgresql", lambda: False)
    monkeypatch.setattr(setup, "has_venv", lambda: True)
    monkeypatch.setattr(setup.os, "geteuid", lambda: 1000)
    with pytest.raises(setup.SetupError, match="sudo apt-get install -y chromium postgresql"):
        setup.system_packages("dev")
    setup.system_packages("demo")


def test_a_machine_without_npm_is_told_so(monkeypatch):
    monkeypatch.setattr(setup.shutil, "which", lambda _name: None)
    with pytest.raises(setup.SetupError, match=r"Chybí Node\.js s npm"):
        setup.system_packages("demo")


def test_set_up_needs_nothing_but_the_standard_library():
    command = [sys.executable, "-S", "-c", "import sys; sys.path.insert(0, 'tools'); import setup"]
    subprocess.run(command, cwd=ROOT, check=True)
