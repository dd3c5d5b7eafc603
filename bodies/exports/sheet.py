"""The QR code on an attendance sheet: it leads to the page of the meeting."""

from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_code(address: str) -> SafeString:
    """Draw an address as an SVG to stand in the page; error correction M survives a crumpled sheet."""
    stream = BytesIO()
    segno.make(address, error="m", micro=False).save(
        stream, kind="svg", xmldecl=False, svgns=True, border=2, svgclass=None, lineclass=None, omitsize=True
    )
    return mark_safe(stream.getvalue().decode())
