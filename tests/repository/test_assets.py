"""What we ship of other people's work is what npm gave us, and nothing that pages ask for is missing."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from people.templatetags import triada

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "static" / "build"
ICON_IN_TEMPLATE = re.compile(r"""{%\s*icon\s+["']([\w-]+)["']""")
ICON_ARGUMENT = re.compile(r"""\bicon=["']([\w-]+)["']""")
TAG_ICON = re.compile(r"""{%\s*tag\s+\S+\s+["']\w+["']\s+["']([\w-]+)["']""")
INLINE = re.compile(r"""\sstyle=|\son\w+=["']|<style\b|<script(?![^>]*\b(?:src=|type="application/json"))""")
URL = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)""")


@pytest.fixture(scope="module")
def manifest():
    return json.loads((BUILD / "MANIFEST.json").read_text())


@pytest.fixture(scope="module")
def sprite_names():
    return set(re.findall(r'<symbol id="([\w-]+)"', (BUILD / "icons.svg").read_text()))


def files_of(manifest):
    return [asset["file"] for asset in manifest]


def source_files(suffix):
    for app in ("templates", "config", "people", "documents", "bodies", "workflows"):
        yield from (ROOT / app).rglob(f"*{suffix}")


def stylesheets():
    return [*(ROOT / "static" / "css").glob("*.css"), *BUILD.rglob("*.css")]


def test_every_shipped_file_has_the_checksum_of_the_manifest(manifest):
    found = {name: hashlib.sha256((BUILD / name).read_bytes()).hexdigest() for name in files_of(manifest)}

    assert found == {asset["file"]: asset["sha256"] for asset in manifest}


def test_nothing_is_shipped_that_the_manifest_does_not_name(manifest):
    files = {path.relative_to(BUILD).as_posix() for path in BUILD.rglob("*") if path.is_file()}

    assert files == {asset["file"] for asset in manifest} | {"MANIFEST.json"}


def test_versions_of_the_manifest_are_those_of_package_json(manifest):
    pinned = json.loads((ROOT / "package.json").read_text())["dependencies"]

    assert {asset["package"]: asset["version"] for asset in manifest} == pinned


def test_assembling_twice_gives_the_same_bytes(tmp_path):
    code = "import sys; from pathlib import Path; import assets; assets.assemble(Path(sys.argv[1]))"
    for name in ("first", "second"):
        subprocess.run([sys.executable, "-c", code, str(tmp_path / name)], cwd=ROOT / "tools", check=True)

    first, second = (
        {path.relative_to(base): path.read_bytes() for path in base.rglob("*") if path.is_file()}
        for base in (tmp_path / "first", tmp_path / "second")
    )
    assert first == second


def test_the_sprite_has_exactly_the_listed_icons(sprite_names):
    assert sprite_names == set((ROOT / "tools" / "icons.txt").read_text().split())


def test_the_list_of_icons_is_sorted_and_names_each_once():
    names = (ROOT / "tools" / "icons.txt").read_text().split()

    assert names == sorted(set(names))


def test_every_icon_of_templates_and_code_is_in_the_sprite(sprite_names):
    asked = {}
    for suffix in (".html", ".py"):
        for path in source_files(suffix):
            text = path.read_text()
            for pattern in (ICON_IN_TEMPLATE, ICON_ARGUMENT, TAG_ICON):
                asked |= {name: path.relative_to(ROOT).as_posix() for name in pattern.findall(text)}

    assert {name: path for name, path in asked.items() if name not in sprite_names} == {}


def test_the_icons_of_sides_and_messages_are_in_the_sprite(sprite_names):
    asked = {icon for _, icon, _ in triada.SIDES.values()} | set(triada.MESSAGE_ICONS.values())

    assert asked - sprite_names == set()


def test_every_address_in_a_stylesheet_leads_to_a_file():
    missing = [
        (sheet.name, target)
        for sheet in stylesheets()
        for target in URL.findall(sheet.read_text())
        if not target.startswith(("data:", "#")) and not (sheet.parent / target).is_file()
    ]

    assert missing == []


def test_every_width_in_percent_has_its_class():
    css = (ROOT / "static" / "css" / "components.css").read_text()

    assert [n for n in range(101) if f".w{n} {{ width: {n}%; }}" not in css] == []


def test_templates_carry_no_inline_style_or_script():
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "templates").rglob("*.html")
        if "letters" not in path.parts and INLINE.search(path.read_text())
    ]

    assert found == []


def test_our_script_stays_a_nicety():
    assert (ROOT / "static" / "js" / "triada.js").stat().st_size < 3000
