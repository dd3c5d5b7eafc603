"""A throw-away PostgreSQL cluster: `tools/postgres.py run -- COMMAND…` sets DATABASE_URL for the command.

The cluster lives in a new temporary folder on 127.0.0.1, belongs to an unprivileged user (PostgreSQL refuses
root), does not wait for the disk, and is ended and removed when the command ends, however it ends.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

START_SECONDS = 60
STOP_SECONDS = 20
# The tests throw the data away: what makes a crash survivable only costs time
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")


class ClusterError(Exception):
    """PostgreSQL is not installed or did not start."""


def programs() -> Path:
    """Return the folder with initdb and postgres, the newest one."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not folders:
        raise ClusterError("PostgreSQL není nainstalován (apt install postgresql). / PostgreSQL is missing.")
    return folders[-1].parent


def owner() -> dict[str, Any]:
    """Say under whom to run the cluster: ourselves, or an unprivileged user when we are root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_until_ready(binaries: Path, server: subprocess.Popen[Any], port: int) -> None:
    """Return when the server accepts connections."""
    deadline = time.monotonic() + START_SECONDS
    ask: list[str | Path] = [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ask, check=False).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            raise ClusterError("PostgreSQL nenaběhl. / PostgreSQL did not start.")
        time.sleep(0.1)


def stop(server: subprocess.Popen[Any]) -> None:
    server.send_signal(signal.SIGINT)  # fast: clients are cut off
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def initialise(binaries: Path, data: Path, quiet: dict[str, Any]) -> None:
    """Create the files of the cluster, in the same order of letters on every machine."""
    command: list[str | Path] = [binaries / "initdb", "-N", "-D", data, "-U", "triada", "-A", "trust"]
    if subprocess.run([*command, "-E", "UTF8", "--locale=C.UTF-8"], check=False, **quiet).returncode:
        raise ClusterError("initdb selhal. / initdb failed.")


def serve(binaries: Path, data: Path, port: int, quiet: dict[str, Any]) -> subprocess.Popen[Any]:
    """Start the server in a session of its own: Ctrl-C reaches the tests, then we end the cluster."""
    options = [word for setting in FAST for word in ("-c", setting)]
    command: list[str | Path] = [
        binaries / "postgres",
        "-D",
        data,
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        "-k",
        data.parent,
    ]
    return subprocess.Popen([*command, *options], start_new_session=True, **quiet)


@contextmanager
def cluster() -> Iterator[str]:
    """Run a new cluster with an empty database and yield its address."""
    binaries, identity, port = programs(), owner(), free_port()
    home = Path(tempfile.mkdtemp(prefix="triada-pg-"))
    data, log = home / "data", home / "log"
    server = None
    try:
        if identity:
            os.chown(home, identity["user"], identity["group"])
        with log.open("wb") as output:
            quiet: dict[str, Any] = {"stdout": output, "stderr": output, "cwd": home, **identity}
            initialise(binaries, data, quiet)
            server = serve(binaries, data, port, quiet)
        wait_until_ready(binaries, server, port)
        yield f"postgres://triada@127.0.0.1:{port}/postgres"
    except ClusterError as trouble:
        raise ClusterError(f"{trouble}\n{log.read_text(errors='replace')[-2000:]}") from trouble
    finally:
        if server is not None:
            stop(server)
        shutil.rmtree(home, ignore_errors=True)


def leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def let_the_command_decide(_number: int, _frame: FrameType | None) -> None:
    """Ctrl-C reached the command too; we wait for it to end in its own manner."""


def main() -> int:
    command = sys.argv[3:]
    if sys.argv[1:3] != ["run", "--"] or not command:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)
    signal.signal(signal.SIGINT, let_the_command_decide)
    try:
        with cluster() as address:
            return subprocess.run(
                command, env={**os.environ, "DATABASE_URL": address}, check=False
            ).returncode
    except ClusterError as trouble:
        print(trouble, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
