"""Assemble static/build/ from the pinned npm packages of package.json (after `npm ci --ignore-scripts`).

Nothing of other people's work is committed. The same packages always give the same bytes; MANIFEST.json names
the package, version, licence and sha256 of every file, and the tests compare them.
"""

import hashlib
import json
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "static" / "build"
MODULES = ROOT / "node_modules"
ICON_NAMES = ROOT / "tools" / "icons.txt"

STYLES = "@gov-design-system-ce/styles"
FONTS = "@gov-design-system-ce/fonts"
ICONS = "bootstrap-icons"

# The plain-HTML flavour only: `styles/lib/components` expects web components. Order matters.
GOV_CSS = (
    "tokens.css",
    "styles.css",
    "components/gov-button.css",
    "components/gov-tag.css",
    "components/gov-message.css",
    "components/gov-form-control.css",
    "components/gov-form-input.css",
    "components/gov-form-select.css",
    "components/gov-form-message.css",
)
# npm says "EUPL v1.2 Licensed" in words; these are the SPDX names.
LICENCES = {STYLES: "EUPL-1.2", FONTS: "EUPL-1.2 AND Apache-2.0", ICONS: "MIT"}


class AssetsMissingError(Exception):
    """A package, a file of it or an icon that we ask for is not there."""


@dataclass(frozen=True)
class Asset:
    """One file of static/build/ and where it comes from."""

    package: str
    version: str
    licence: str
    file: str
    sha256: str


def icon_names() -> list[str]:
    """Names of bootstrap-icons in our sprite, one a line in tools/icons.txt."""
    return sorted(set(ICON_NAMES.read_text(encoding="utf-8").split()))


def read(package: str, path: str) -> bytes:
    try:
        return (MODULES / package / path).read_bytes()
    except FileNotFoundError as error:
        raise AssetsMissingError(f"{package}/{path} is missing: run `npm ci --ignore-scripts`") from error


def gov_css() -> bytes:
    parts = (read(STYLES, f"lib/html/{name}").removeprefix(b"\xef\xbb\xbf").strip() for name in GOV_CSS)
    return b"\n".join(parts) + b"\n"


def symbol(name: str) -> str:
    """Turn one icon file into a <symbol> of the sprite."""
    source = read(ICONS, f"icons/{name}.svg").decode()
    match = re.fullmatch(r'\s*<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)</svg>\s*', source, re.DOTALL)
    if match is None:
        raise AssetsMissingError(f"{ICONS}/icons/{name}.svg is not the SVG we know")
    shape = re.sub(r">\s+<", "><", match[2].strip())
    return f'<symbol id="{name}" viewBox="{match[1]}">{shape}</symbol>'


def sprite() -> bytes:
    symbols = "\n".join(symbol(name) for name in icon_names())
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'.encode()


def outputs() -> Iterator[tuple[str, str, bytes]]:
    """Yield (package, file in static/build/, content) of everything we ship."""
    yield STYLES, "gov.css", gov_css()
    roboto = read(FONTS, "lib/roboto.css")
    yield FONTS, "fonts/roboto.css", roboto
    for name in sorted(set(re.findall(r"url\('([^']+)'\)", roboto.decode()))):
        yield FONTS, f"fonts/{name}", read(FONTS, f"lib/{name}")
    yield ICONS, "icons.svg", sprite()
    yield ICONS, "icons.LICENSE.txt", read(ICONS, "LICENSE")


def assemble(target: Path = BUILD) -> list[Asset]:
    """Write every file and the manifest; what an older run left behind goes away."""
    contents = list(outputs())
    shutil.rmtree(target, ignore_errors=True)
    assets = []
    for package, name, content in contents:
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        version = json.loads(read(package, "package.json"))["version"]
        digest = hashlib.sha256(content).hexdigest()
        assets.append(Asset(package, version, LICENCES[package], name, digest))
    manifest = json.dumps([asdict(asset) for asset in assets], indent=2) + "\n"
    (target / "MANIFEST.json").write_text(manifest, encoding="utf-8")
    return assets


def main() -> int:
    try:
        assets = assemble()
    except AssetsMissingError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(assets)} files in {BUILD.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
