"""The QR code of a poster."""

from io import BytesIO

import segno


def qr_code(address: str) -> bytes:
    """Draw an address as an SVG of its own; error correction M survives a crumpled sheet."""
    stream = BytesIO()
    segno.make(address, error="m", micro=False).save(
        stream, kind="svg", xmldecl=False, border=2, scale=8, svgclass=None, lineclass=None, omitsize=False
    )
    return stream.getvalue()
