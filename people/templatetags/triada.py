"""The vocabulary of our templates: icons, Czech typography and dates, form fields, status tags."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from django import forms, template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

register = template.Library()

NBSP = "\N{NO-BREAK SPACE}"

WORD_JOINER = "\N{WORD JOINER}"
HYPHEN = re.compile(r"(?<=\b[eE])-(?=mail)")  # e-mail stays in one piece

# Three sides of the triad: class suffix, icon, name. Colour never speaks alone.
SIDES = {
    "users": ("uziv", "person-heart", gettext_lazy("Uživatelé")),
    "providers": ("posk", "house-heart", gettext_lazy("Poskytovatelé")),
    "commissioners": ("zada", "bank", gettext_lazy("Zadavatelé")),
}
MESSAGE_COLORS = {"success": "success", "warning": "warning", "error": "error"}
MESSAGE_ICONS = {
    "success": "check-circle-fill",
    "warning": "exclamation-triangle-fill",
    "error": "exclamation-triangle-fill",
    "primary": "info-circle-fill",
}

BINDINGS = (
    # One-letter prepositions and conjunctions, but not the name of an HTML element: <a href>.
    re.compile(r"(?<![\w<&/-])([kosuvzaiKOSUVZAI]) (?=\S)"),
    # 24. 11. 2026, 2. jednání, 1 200 Kč, 15 %
    re.compile(r"(?<![\w.])(\d{1,2}\.) (?=\d|[^\W\d_A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ])"),
    re.compile(r"(?<=\d)() (?=\d{3}(?!\d)|Kč|%|km|m²|h\b)"),
    re.compile(r"(§|č\.|čl\.|odst\.|písm\.|str\.|tel\.|kap\.) (?=[\w„])"),
    # z. ú., o. p. s.
    re.compile(r"(?<![\w.])([a-z]\.) (?=[a-zú]\.)"),
    # A dash never starts a line.
    re.compile(r"(?<=\S)() (?=– )"),
)


@register.simple_tag
def office() -> dict[str, Any]:
    """Who runs this installation; django-allauth puts another `site` into its pages."""
    return dict(settings.SITE)


@register.filter(is_safe=True)
def nbsp(value: object) -> str:
    """Bind what Czech typography does not let stand at the end of a line."""
    return _bound(str(value))


@lru_cache(maxsize=4096, typed=True)
def _bound(text: str) -> str:
    """Bind one text; titles and labels repeat on a page and from page to page (typed: safe text apart)."""
    for binding in BINDINGS:
        text = binding.sub(rf"\1{NBSP}", text)
    return HYPHEN.sub(f"-{WORD_JOINER}", text)


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _format(value: dt.date | dt.time | None, czech: str, other: str) -> str:
    """Format in the language of the page; spaces inside a date do not break."""
    if not value:
        return ""
    if isinstance(value, dt.date):
        value = _local(value)
    language = get_language() or "cs"
    pattern = czech if language.startswith("cs") else other
    if type(value) is dt.date:
        return _day(value, pattern, language)
    if isinstance(value, dt.time):
        return dateformat.time_format(value, pattern)
    return str(dateformat.format(value, pattern)).replace(" ", NBSP)


@lru_cache(maxsize=2048)
def _day(day: dt.date, pattern: str, language: str) -> str:  # noqa: ARG001 - the active language is part of the key
    return str(dateformat.format(day, pattern)).replace(" ", NBSP)


@register.filter
def cdate(value: dt.date | None) -> str:
    """9. 11. 2026."""
    return _format(value, "j. n. Y", "j M Y")


@register.filter
def cdatetime(value: dt.datetime | None) -> str:
    """9. 11. 2026, 10.42."""
    return _format(value, "j. n. Y, G.i", "j M Y, G:i")


@register.filter
def cday(value: dt.date | None) -> str:
    """Say the day of the week too: pátek 27. 11."""
    return _format(value, "l j. n.", "l j M")


@register.filter
def ctime(value: dt.time | dt.datetime | None) -> str:
    """9.00."""
    return _format(value, "G.i", "G:i")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; with a label it speaks, without one it is decoration."""
    return _drawn(name, str(label))


@lru_cache(maxsize=512)
def _drawn(name: str, label: str) -> SafeString:
    voice = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="t-i" {} focusable="false"><use href="{}#{}"></use></svg>',
        SafeString(voice),
        static("build/icons.svg"),
        name,
    )


@register.simple_tag(name="tag")
def tag_(text: str, color: str = "neutral", icon_name: str = "") -> SafeString:
    """Status word: {% tag "schváleno" "success" "check-lg" %}."""
    return _tag(str(text), color, icon_name)


@lru_cache(maxsize=1024, typed=True)
def _tag(text: str, color: str, icon_name: str) -> SafeString:
    return format_html(
        '<span class="gov-tag" data-type="subtle" data-color="{}" data-size="s">{}{}</span>',
        color,
        icon(icon_name) if icon_name else "",
        text,
    )


@register.simple_tag
def side_tag(side: str) -> SafeString:
    css, icon_name, label = SIDES[side]
    return format_html('<span class="t-tag-{}">{}{}</span>', css, icon(icon_name), label)


@register.filter
def side_class(side: str) -> str:
    """Suffix of the side's css classes: t-vote--{{ side|side_class }}."""
    return SIDES[side][0]


@register.filter
def side_icon(side: str) -> str:
    return SIDES[side][1]


@register.simple_tag
def width(part: float, whole: float = 100) -> str:
    """Class for a share in percent; the CSP allows no style attribute."""
    share = 100 * part / whole if whole else 0
    return f"w{min(100, max(0, round(share)))}"


@register.filter
def message_color(tags: str) -> str:
    """Colour of a django.contrib.messages message."""
    return next((MESSAGE_COLORS[word] for word in tags.split() if word in MESSAGE_COLORS), "primary")


@register.filter
def color_icon(color: str) -> str:
    return MESSAGE_ICONS.get(color, "info-circle-fill")


@register.inclusion_tag("components/crumbs.html")
def crumbs(*parts: str) -> dict[str, Any]:
    """Breadcrumbs: {% crumbs "Plány" plans_url "Text plánu" %}; pairs of label and address, the page last."""
    pairs = zip(parts[:-1:2], parts[1:-1:2], strict=True)
    return {"links": [{"label": label, "url": url} for label, url in pairs], "here": parts[-1]}


# Native pickers want ISO whatever the language of the page; the fields accept ISO in every language.
NATIVE_INPUTS = (
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
)


def _make_native(widget: forms.Widget) -> None:
    if isinstance(widget, forms.SplitDateTimeWidget):
        for part, name in zip(widget.widgets, (_("datum"), _("čas")), strict=True):
            part.attrs.setdefault("aria-label", name)
            _make_native(part)
    for cls, input_type, pattern in NATIVE_INPUTS:
        if isinstance(widget, cls):
            widget.input_type = input_type
            widget.format = pattern
            return


def _kind(widget: forms.Widget) -> str:
    kinds = (
        (forms.CheckboxInput, "checkbox"),
        ((forms.RadioSelect, forms.CheckboxSelectMultiple), "options"),
        (forms.SelectMultiple, "multiple"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
    )
    if widget.is_hidden:
        return "hidden"
    if widget.use_fieldset and isinstance(widget, forms.MultiWidget | forms.SelectDateWidget):
        return "group"
    return next((kind for classes, kind in kinds if isinstance(widget, classes)), "input")


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str = "", *, row: bool = False) -> dict[str, Any]:
    """Draw a form field with label, help, errors; `row=True` lays options side by side.

    >>> {% field form.text %}
    """
    widget = bound.field.widget
    _make_native(widget)
    return {"field": bound, "label": label or bound.label, "kind": _kind(widget), "row": row}


def _anchor(bound: BoundField) -> str:
    """Id of the control that a link in the error summary leads to."""
    if bound.is_hidden:
        return ""
    if bound.use_fieldset and bound.subwidgets:
        return bound.subwidgets[0].id_for_label or bound.auto_id
    return bound.id_for_label or bound.auto_id


def _mistakes(form: forms.BaseForm) -> Iterator[dict[str, str]]:
    for message in form.non_field_errors():
        yield {"href": "", "message": str(message)}
    for bound in form:
        for message in bound.errors:
            label = str(bound.label or "").rstrip(":")
            yield {"href": _anchor(bound), "label": label, "message": str(message)}


@register.inclusion_tag("components/errors.html")
def errors(form: forms.BaseForm | forms.BaseFormSet[Any], title: str = "") -> dict[str, Any]:
    """Sum up what is wrong in a form or formset, with links to the fields; nothing when all is well."""
    mistakes: list[dict[str, str]] = []
    members: Sequence[forms.BaseForm]
    if isinstance(form, forms.BaseFormSet):
        members = form.forms
        if form.is_bound:
            mistakes += [{"href": "", "message": str(message)} for message in form.non_form_errors()]
    else:
        members = [form]
    for member in members:
        if member.is_bound:
            mistakes += _mistakes(member)
    return {"mistakes": mistakes, "title": title or _("Zkontrolujte prosím, co jste vyplnili.")}
