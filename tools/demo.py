"""Run the demo: database, demo region, mail sink, worker and web; one screen says where and as whom.

`python tools/demo.py [--fresh]`. The processes write to var/log/, so nothing scrolls the screen away.
Ctrl-C ends all of them.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
LOGS = VAR / "log"
MAIL = VAR / "demo-mail"
DATABASE = VAR / "demo.sqlite3"
PORT = 8000
START_SECONDS = 60
STOP_SECONDS = 10


class DemoError(Exception):
    """The demo cannot go on; the text says why and where to read more."""


@dataclass
class Child:
    """A process of ours and its log."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)  # its own session: nobody else is in it
            self.process.wait()

    def tail(self) -> str:
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])


def free_port(wanted: int) -> int:
    """Return the wanted port, or the next one that nobody listens on."""
    for port in range(wanted, wanted + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise DemoError(f"Žádný volný port od {wanted}.")


def environment(web: int, smtp: int) -> dict[str, str]:
    """Return the environment of the demo; nothing of it may point out of this machine."""
    kept = {name: value for name, value in os.environ.items() if name not in {"MAIL_BACKEND", "DEBUG"}}
    return {
        "DATABASE_URL": f"sqlite:///{DATABASE}",
        **kept,
        "DEMO": "true",
        "BEHIND_TLS": "false",
        "VAR_DIR": str(VAR),
        "STATIC_ROOT": str(VAR / "static"),
        "SITE_URL": f"http://127.0.0.1:{web}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp}",
        "PYTHONUNBUFFERED": "1",
    }


def manage(env: dict[str, str], *words: str) -> str:
    """Run one management command and return what it printed."""
    ended = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    (LOGS / "prepare.log").open("a", encoding="utf-8").write(f"$ {words}\n{ended.stdout}{ended.stderr}\n")
    if ended.returncode:
        trouble = "\n".join(ended.stderr.splitlines()[-8:])
        raise DemoError(f"manage.py {' '.join(words)} selhal:\n{trouble}\nCelý záznam: var/log/prepare.log")
    return ended.stdout


def forget() -> None:
    """Start anew: no database, no letters."""
    for path in [*VAR.glob("demo.sqlite3*"), *MAIL.glob("*.eml")]:
        path.unlink()


def prepare(env: dict[str, str]) -> None:
    """Bring the database to the newest shape and fill it when it is empty."""
    fresh = not DATABASE.exists()
    try:
        manage(env, "migrate", "--verbosity", "0")
        if fresh:
            print("· ukázkový kraj (asi půl minuty, jen poprvé)", flush=True)
        manage(env, "demo")
    except BaseException:
        if fresh:
            forget()  # half a region would only confuse the next start
        raise


def start(name: str, command: list[str], env: dict[str, str]) -> Child:
    log = LOGS / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Child(name, process, log)


def commands(web: int, smtp: int) -> dict[str, list[str]]:
    python = sys.executable
    granian = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(web), "--workers", "1"]
    threads = ["--blocking-threads", "4", "--backpressure", "32"]
    return {
        "mail": [python, "tools/mail_sink.py", str(smtp), str(MAIL)],
        "worker": [python, "manage.py", "worker"],
        "web": [python, "-m", *granian, *threads, "--log-level", "warning", "config.wsgi:application"],
    }


@contextmanager
def running(env: dict[str, str], web: int, smtp: int) -> Iterator[list[Child]]:
    """Run the three processes and end them, whatever happens."""
    with ExitStack() as ends:
        children = []
        for name, command in commands(web, smtp).items():
            child = start(name, command, env)
            ends.callback(child.stop)
            children.append(child)
        yield children


def check(children: list[Child]) -> None:
    for child in children:
        if child.process.poll() is not None:
            raise DemoError(f"Proces {child.name} skončil (var/log/{child.log.name}):\n{child.tail()}")


def wait_for_web(children: list[Child], port: int) -> None:
    """Return when the web answers that it is well."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        check(children)
        try:
            with direct.open(f"http://127.0.0.1:{port}/zdravi/", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise DemoError(f"Web se nerozběhl do {START_SECONDS} s, podrobnosti: var/log/web.log")


def screen(port: int, who: str) -> str:
    address = f"http://127.0.0.1:{port}"
    taken = "" if port == PORT else f"  (port {PORT} je obsazený)"
    return f"""
  Triáda – ukázka běží                               {address}/{taken}
  Pošta dema (všechny dopisy, i odkazy v nich)       {address}/posta-dema/
  Žádný dopis neopustí tento počítač.

{who.rstrip()}

  Konec: Ctrl-C.   Znovu od začátku: make demo FRESH=1.   Záznamy: var/log/
"""


def interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def run() -> None:
    LOGS.mkdir(parents=True, exist_ok=True)
    (VAR / "static").mkdir(exist_ok=True)  # the demo serves static files from where they lie
    (LOGS / "prepare.log").unlink(missing_ok=True)
    if "--fresh" in sys.argv:
        forget()
    web, smtp = free_port(PORT), free_port(1025)
    env = environment(web, smtp)
    prepare(env)
    who = manage(env, "demo", "--who")
    with running(env, web, smtp) as children:
        wait_for_web(children, web)
        print(screen(web, who), flush=True)
        while True:
            check(children)
            time.sleep(1)


def main() -> int:
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)
    try:
        run()
    except KeyboardInterrupt:
        print("\nUkázka skončila.", file=sys.stderr)
    except DemoError as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
