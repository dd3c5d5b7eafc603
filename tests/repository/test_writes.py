"""Who writes: actions, the journal and the post office; nothing else changes a row or moves a state."""

import ast
import re
from pathlib import Path

import pytest
from rules.permissions import permissions

from bodies import enums as bodies_enums
from bodies import rules as bodies_rules
from bodies.letters.convening import Kind as InvitationKind
from bodies.models import ActionItem, Meeting, Minutes, Poll, Remark, Round
from documents import enums as documents_enums
from documents import rules as documents_rules
from documents.models import Comment, Confirmation
from people import enums as people_enums
from people import rules as people_rules
from workflows import enums as workflows_enums
from workflows import letters
from workflows import rules as workflows_rules
from workflows.models import Duty, Edition, InputRequest, InputRound, Plan, ReportSheet

ROOT = Path(__file__).resolve().parents[2]
APPS = ("people", "documents", "bodies", "workflows")
RULES = (people_rules, documents_rules, bodies_rules, workflows_rules)
MACHINES = (
    *(Edition, Plan, Comment, Confirmation, Meeting, Minutes, Remark, ActionItem, Round, Poll),
    *(InputRound, InputRequest, Duty, ReportSheet),
)
# How the code calls the rows of the machines
HELD = "edition|plan|comment|held|confirmation|row|meeting|minutes|remark|item|poll|request|duty|sheet"
WRITE = re.compile(
    r"(?<!self)\.(?:save|bulk_create|bulk_update|get_or_create|update_or_create)\("
    r"|objects\.create\(|\.objects\b[^\n]*\.(?:update|delete)\("
)
# Beside actions: what writes by its nature. Each has its reason.
WRITERS = (
    "people/journal.py",  # the journal itself
    "people/post/",  # the outbox and its leases
    "people/models/person.py",  # create_user, which Django calls
    "workflows/management/seed/",  # the demo region: places and people, plans go through actions
    "people/web/accounts.py",  # the login library saves what it was given
    "people/management/commands/worker.py",  # leases of jobs whose worker died
    "workflows/exports/",  # files, not rows
    "bodies/exports/",  # files, not rows
)


def sources(*skipped):
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "migrations" not in path.parts and not any(part in name for part in skipped):
                yield name, path.read_text()


def calls(text):
    """Return the names of all methods and functions that a source calls."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr


def test_only_actions_write():
    found = [
        f"{name}: {match[0]}"
        for name, text in sources("/actions/", *WRITERS)
        for match in WRITE.finditer(text)
        if not re.search(r"form\w*\.save\($", match[0])
    ]

    assert found == []


def test_every_allowed_writer_is_there():
    assert [name for name in WRITERS if not (ROOT / name).exists()] == []


def test_no_state_is_set_past_the_machine():
    pattern = re.compile(r"\.state\s*=[^=]|(?:create|update)\([^)]*\bstate=")
    # Letters and incoming messages have no machine: their state is the post office's book of their fate.
    letters_and_their_leases = (
        "people/post/",
        "people/actions/inbound.py",
        "people/actions/letter.py",
        "people/actions/person.py",
        "workflows/management/seed/story.py",
    )
    found = [
        f"{name}: {match[0]}"
        for name, text in sources(*letters_and_their_leases)
        for match in pattern.finditer(text)
    ]

    assert found == []


def test_only_workflows_knows_the_engine():
    found = [name for name, text in sources("workflows/") if re.search(r"\bviewflow\b", text)]

    assert found == []


@pytest.mark.parametrize("layer", ["actions", "guards", "queries"])
def test_time_is_passed_in(layer):
    found = [
        name
        for name, text in sources()
        if f"/{layer}/" in name or name.endswith(f"/{layer}.py")
        if "timezone.now()" in text or re.search(r"localdate\(\)|date\.today\(\)", text)
    ]

    assert found == []


@pytest.mark.parametrize("model", MACHINES)
def test_every_move_of_a_machine_is_made_by_actions_only(model):
    moves = {t.name for t in model(state=model._meta.get_field("state").default).get_all_state_transitions()}
    outside = [
        f"{name}: {move}"
        for name, text in sources("/actions/", "/models/")
        for move in set(calls(text)) & moves - {"close", "end", "note", "confirm", "withdraw", "reject"}
        if re.search(rf"\b(?:{HELD})\.{move}\(\)", text)
    ]
    inside = " ".join(text for name, text in sources() if "/actions/" in name)
    missing = [m for m in moves if not re.search(rf"\b{m}\b", inside) and m.upper() not in inside]

    assert (outside, missing) == ([], [])


@pytest.mark.parametrize("app", ["workflows", "bodies"])
def test_every_letter_has_its_texts_and_somebody_who_writes_it(app):
    folders = {path.name: path for path in (ROOT / f"templates/{app}/letters").iterdir() if path.is_dir()}
    # The parts that invitations share are no letter of their own; their kinds are named by an enumeration.
    folders.pop("invitation", None)
    package = ROOT / app / "letters"
    files = sorted(package.glob("*.py")) or [package.with_suffix(".py")]
    source = " ".join(path.read_text() for path in files)
    kinds = {f"invitation_{kind}" for kind in InvitationKind}

    written = {
        word for name in re.findall(r"[\"/}]([a-z_]+)\"", source) for word in (name, f"minutes_{name}")
    }
    assert set(folders) - kinds - written == set()
    assert kinds <= set(folders) or app == "workflows"
    wanted = {"subject.txt", "body.txt", "body.html"}
    assert {name for name, path in folders.items() if {p.name for p in path.iterdir()} != wanted} == set()


def test_every_letter_of_plans_has_a_function():
    folders = [path.name for path in (ROOT / "templates/workflows/letters").iterdir() if path.is_dir()]

    assert [name for name in folders if not callable(getattr(letters, name, None))] == []


def test_every_permission_has_its_rule():
    assert RULES
    wanted = {
        str(permission)
        for module in (people_enums, documents_enums, bodies_enums, workflows_enums)
        for permission in getattr(module, "Permission", ())
    }

    assert wanted - set(permissions) == set()
