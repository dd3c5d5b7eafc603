"""Words that stayed, came and went, drawn as <ins> and <del>; a tag, because a page has thousands of them."""

from collections.abc import Iterable

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from documents.queries.compare import Mark

register = template.Library()


@register.simple_tag
def marks(found: Iterable[Mark]) -> SafeString:
    """Draw the marks of a comparison; each change says in words to screen readers what it is."""
    said = {"added": ("ins", _("přidáno:")), "removed": ("del", _("vypuštěno:"))}
    drawn = []
    for mark in found:
        text = linebreaksbr(mark.text)
        if mark.kind == "same":
            drawn.append(text)
        else:
            name, word = said[mark.kind]
            part = format_html('<{0}><span class="t-sr">{1} </span>{2}</{0}>', mark_safe(name), word, text)
            drawn.append(part)
    return mark_safe("".join(drawn))
