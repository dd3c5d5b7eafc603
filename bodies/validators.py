"""Cleaning of what is typed or pasted into minutes."""

import html
import re

import nh3

from documents.validators import plain_text

# Markup as it comes from a word processor or a mail; "a < b" and <jana@obec.cz> are texts.
MARKUP = re.compile(
    r"<(?:/?(?:p|div|span|br|b|i|u|ul|ol|li|table|tr|td|h[1-6]|font|o:p)\b[^>]*|!--)", re.IGNORECASE
)
BLOCK_END = re.compile(r"</(?:p|div|li|tr|h[1-6])\s*>|<br\s*/?>", re.IGNORECASE)
ITEM = re.compile(r"<li\b[^>]*>", re.IGNORECASE)
# What Word pastes for a bullet: signs of Symbol and Wingdings, a dot or an "o" with a tab behind it.
BULLET = re.compile(r"^[ \t]*(?:[\uf0a7\uf0b7\uf0d8\uf0fc]|[•·▪◦‣](?=[ \t])|o(?=\t))[ \t]*", re.MULTILINE)
SPACES = re.compile(r"[ \t]+$", re.MULTILINE)
EMPTY_LINES = re.compile(r"\n{3,}")


def record_text(value: str) -> str:
    """Return a typed or pasted text as plain paragraphs: no markup, one kind of bullet and of line end."""
    text = value
    if MARKUP.search(text):
        text = ITEM.sub("– ", BLOCK_END.sub("\n", text.replace("\r", "").replace("\n", " ")))
        text = html.unescape(nh3.clean(text, tags=set(), strip_comments=True))
    text = BULLET.sub("– ", plain_text(text).replace("\v", "\n"))
    return EMPTY_LINES.sub("\n\n", SPACES.sub("", text)).strip()
