import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
RUN = [sys.executable, "tools/postgres.py", "run", "--"]
SHOW = "import os; print(os.environ['DATABASE_URL'], flush=True)"


def ended(address):
    """Nothing listens there any more and the folder of the cluster is gone."""
    port = urlsplit(address).port
    found = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    return not [line for line in found.stdout.splitlines() if "postgres" in line and f" {port} " in line]


def test_the_command_gets_a_database_and_its_exit_code_comes_back():
    connect = "psycopg.connect(os.environ['DATABASE_URL'].replace('postgres:', 'postgresql:', 1)).close()"
    query = f"import os, psycopg; {connect}"
    code = f"{SHOW}\n{query}\nraise SystemExit(7)"
    result = subprocess.run(
        [*RUN, sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 7, result.stderr
    assert ended(result.stdout.strip())


def test_the_cluster_ends_when_we_are_told_to_end():
    code = f"{SHOW}\nimport time; time.sleep(60)"
    process = subprocess.Popen(
        [*RUN, sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with process:
        address = process.stdout.readline().strip()
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(30) == 128 + signal.SIGTERM
    deadline = time.monotonic() + 10
    while not ended(address) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert ended(address)
