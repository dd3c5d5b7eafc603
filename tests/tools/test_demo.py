import socket
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import demo  # noqa: E402


@pytest.fixture
def taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_left_to_whoever_has_it(taken):
    assert demo.free_port(taken) > taken


def test_the_screen_says_when_the_usual_port_is_taken():
    assert "port 8000 je obsazený" in demo.screen(8001, "")
    assert "obsazený" not in demo.screen(8000, "")


def test_no_letter_of_the_demo_can_leave_the_machine(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp://mail.kraj.test:25")
    monkeypatch.setenv("MAIL_BACKEND", "anymail.backends.postmark.EmailBackend")
    environment = demo.environment(8000, 1025)
    assert environment["EMAIL_URL"] == "smtp://127.0.0.1:1025"
    assert "MAIL_BACKEND" not in environment


def test_the_demo_uses_the_database_that_it_is_given(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://triada@127.0.0.1/demo")
    assert demo.environment(8000, 1025)["DATABASE_URL"] == "postgres://triada@127.0.0.1/demo"


def test_a_process_that_dies_is_named_with_the_end_of_its_log(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "LOGS", tmp_path)
    child = demo.start("worker", [sys.executable, "-c", "raise SystemExit('databáze chybí')"], {})
    child.process.wait(20)
    with pytest.raises(demo.DemoError, match=r"(?s)worker skončil.*databáze chybí"):
        demo.check([child])


def test_a_process_that_does_not_listen_is_ended_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "LOGS", tmp_path)
    monkeypatch.setattr(demo, "STOP_SECONDS", 0.2)
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True)"
    child = demo.start("worker", [sys.executable, "-c", f"{code}; time.sleep(60)"], {})
    while not child.log.read_text() and child.process.poll() is None:
        time.sleep(0.02)
    child.stop()
    assert child.process.returncode == -9
