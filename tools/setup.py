"""Prepare a bare checkout: system packages (as root), .venv with hashed requirements, npm assets.

`python3 tools/setup.py demo|dev`. Runs on the system's Python before anything is installed, so it uses the
standard library only. What is already done is recognised by the hash of the files it was done from.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = ROOT / "var" / "log" / "setup.log"
REQUIREMENTS = {"demo": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}


class SetupError(Exception):
    """Something the newcomer has to do, in words for them."""


def say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)


def run(command: list[str], trouble: str) -> None:
    """Run quietly; on failure show the last lines and what it means."""
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        log.flush()
        ended = subprocess.run(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            check=False,
        )
    if ended.returncode:
        lines = LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-12:]
        raise SetupError(
            "\n".join([*lines, "", trouble, f"Celý záznam / whole log: {LOG.relative_to(ROOT)}"])
        )


def digest(*files: Path) -> str:
    parts = [sys.version.split()[0].encode(), *(path.read_bytes() for path in files)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def once(stamp: Path, wanted: str, work: Callable[[], None]) -> None:
    """Do the work unless the stamp says that it was done from the same files."""
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    work()
    stamp.write_text(wanted, encoding="utf-8")


def has_venv() -> bool:
    found = subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    return found.returncode == 0


def has_chromium() -> bool:
    return shutil.which("chromium") is not None


def has_postgresql() -> bool:
    return shutil.which("initdb") is not None or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def has_libical() -> bool:
    return find_library("ical") is not None


def missing_packages(kind: str) -> list[str]:
    wanted = [("python3-venv", has_venv)]
    if kind == "dev":
        wanted += [("chromium", has_chromium), ("postgresql", has_postgresql), ("libical3", has_libical)]
    return [package for package, present in wanted if not present()]


def system_packages(kind: str) -> None:
    """Install Debian's packages that are missing, when we may."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the newcomer's Python, not ours
        raise SetupError("Je potřeba Python 3.11 nebo novější. / Python 3.11 or newer is needed.")
    if shutil.which("npm") is None:
        raise SetupError("Chybí Node.js s npm (apt install nodejs npm). / Node.js with npm is missing.")
    packages = missing_packages(kind)
    if not packages:
        return
    command = f"apt-get install -y {' '.join(packages)}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SetupError(f"Chybí balíčky, nainstalujte je prosím: / Please install: sudo {command}")
    say(f"balíčky systému: {', '.join(packages)}")
    run(
        ["apt-get", "update", "-q"],
        "Seznam balíčků nelze načíst: je síť? / No package lists: is there a network?",
    )
    run(
        ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages],
        f"Balíčky nelze nainstalovat: {command} / The packages could not be installed.",
    )


def environment(kind: str) -> None:
    """Create .venv with exactly what the hashed requirements name."""
    if not PYTHON.exists() or subprocess.run([PYTHON, "-c", ""], check=False).returncode:
        say("prostředí Pythonu (.venv)")
        run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)],
            "Prostředí .venv nelze vytvořit. / The environment could not be created.",
        )
    full = VENV / ".triada-dev"
    if kind == "demo" and full.exists() and full.read_text(encoding="utf-8") == digest(REQUIREMENTS["dev"]):
        return
    once(VENV / f".triada-{kind}", digest(REQUIREMENTS[kind]), lambda: install(kind))


def install(kind: str) -> None:
    say("knihovny Pythonu (asi minutu)")
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(
        [*command, "--require-hashes", "-r", str(REQUIREMENTS[kind])],
        "Knihovny nelze stáhnout nebo ověřit: je síť? / Libraries could not be fetched or verified.",
    )


def node_modules() -> None:
    say("styly, písma a ikony (npm)")
    run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        "Balíčky npm nelze stáhnout: je síť? / The npm packages could not be fetched: is there a network?",
    )


def assets() -> None:
    """Fetch the npm packages and assemble static/build from them."""
    modules, build = ROOT / "node_modules", ROOT / "static" / "build"
    lock = ROOT / "package-lock.json"
    modules.mkdir(exist_ok=True)
    once(modules / ".triada", digest(lock), node_modules)
    stamp = modules / ".triada-assets"
    if not (build / "MANIFEST.json").exists():
        stamp.unlink(missing_ok=True)
    once(stamp, digest(lock, ROOT / "tools" / "assets.py", ROOT / "tools" / "icons.txt"), assemble)


def assemble() -> None:
    run(
        [str(PYTHON), "tools/assets.py"],
        "Styly a ikony nelze sestavit. / The assets could not be assembled.",
    )


def main() -> int:
    kind = sys.argv[1] if len(sys.argv) > 1 else "dev"
    LOG.parent.mkdir(parents=True, exist_ok=True)
    LOG.write_text("", encoding="utf-8")
    try:
        system_packages(kind)
        environment(kind)
        assets()
    except SetupError as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
