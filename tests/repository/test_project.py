"""Habits of the repository: sizes, reasons, nothing of this machine, nothing unfinished."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 40
# With a letter in brackets, or this file would find itself
UNFINISHED = re.compile(r"TO[D]O|FI[X]ME|\bX{3}\b|raise NotImplemented[E]rror(?!.*#)")
SILENCED = re.compile(r"pytest\.mark\.(sk[i]p|xf[a]il)|# type: ignor[e]$|# noq[a]$", re.MULTILINE)
REGISTRY = re.compile(r"https?://[^\s\"]+(/simple/|\.whl|\.tgz)|files\.pythonh[o]sted|registry\.n[p]mjs")
MACHINE = re.compile(re.escape(f"{ROOT}/") + "|/wor[k]/|/roo[t]/|/hom[e]/[a-z]")
JUNK = {"utils", "helpers", "services", "common", "misc"}


def tracked(*suffixes):
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes)]


def python_files():
    return [path for path in tracked(".py") if "migrations" not in path.parts]


def texts():
    for path in tracked():
        try:
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def found(pattern):
    return [f"{path}: {match[0]}" for path, text in texts() for match in pattern.finditer(text)]


def test_no_file_of_code_is_longer_than_400_lines():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in python_files()}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_FILE_LINES} == {}


def test_no_function_is_longer_than_40_lines():
    long = {}
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = node.end_lineno - node.lineno + 1
                if lines > MAX_FUNCTION_LINES:
                    long[f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"] = lines
    assert long == {}


def test_no_module_is_a_drawer_for_everything():
    assert [str(path) for path in python_files() if path.stem in JUNK or JUNK & set(path.parts)] == []


@pytest.mark.parametrize(
    "pattern", [UNFINISHED, SILENCED, REGISTRY, MACHINE], ids=lambda found: found.pattern
)
def test_no_tracked_file_holds(pattern):
    assert found(pattern) == []


def test_every_dependency_says_what_it_is_for():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    pins = [line for line in lines if re.match(r'\s+"[a-z][\w\[\]-]*([<>=][^"]*)?",', line)]
    project = tomllib.loads("\n".join(lines))["project"]
    declared = project["dependencies"] + project["optional-dependencies"]["dev"]
    assert len(pins) == len(declared)
    assert [line for line in pins if not re.search(r"# \w", line)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_hashed_and_name_no_index(name):
    text = (ROOT / name).read_text()
    pins = re.findall(r"^[a-z][\w.-]*==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)
    names = re.findall(r"^[a-z][\w.-]*==", text, re.MULTILINE)
    assert len(pins) == len(names) > 0
    assert re.findall(r"^--\S+", text, re.MULTILINE) == []


def test_development_adds_to_what_runs_and_changes_nothing():
    pins = [
        set(re.findall(r"^([a-z][\w.-]*==\S+)", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    ]
    assert pins[0] - pins[1] == set()


def test_npm_packages_are_pinned_with_hashes_and_name_no_registry():
    text = (ROOT / "package-lock.json").read_text()
    packages = [line for line in text.splitlines() if "node_modules/" in line]
    assert text.count('"integrity": "sha512-') == len(packages)
    assert '"resolved"' not in text


def test_every_variable_of_the_environment_is_documented():
    settings = (ROOT / "config" / "settings.py").read_text()
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_0-9]+)\"", settings))
    documented = set(
        re.findall(r"^\| `([A-Z_0-9]+)`", (ROOT / "docs" / "deploy.md").read_text(), re.MULTILINE)
    )
    assert read == documented


def test_every_entrance_of_mail_has_its_unit_and_every_variable_of_deploy_exists():
    deploy = ROOT / "deploy"
    run = {re.search(r"manage\.py (\w+)", unit.read_text()) for unit in deploy.glob("systemd/*.service")}
    assert {found[1] for found in run if found} == {"worker", "lmtp", "fetch_mail"}
    settings = (ROOT / "config" / "settings.py").read_text()
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_0-9]+)\"", settings))
    example = set(re.findall(r"^(?:# )?([A-Z_]+)=", (deploy / "triada.env").read_text(), re.MULTILINE))
    passed = set(re.findall(r"^    ([A-Z_]+): ", (deploy / "compose.yaml").read_text(), re.MULTILINE))
    assert (example - read, passed - read) == (set(), set())


def test_every_decision_is_short_and_says_context_decision_consequences():
    for path in sorted((ROOT / "docs" / "adr").glob("*.md")):
        text = path.read_text()
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], (
            path.name
        )
        assert len(text.splitlines()) <= 30, path.name
