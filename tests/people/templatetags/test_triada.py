import datetime as dt
import zoneinfo

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from people.templatetags import triada

NBSP = "\N{NO-BREAK SPACE}"
PRAGUE = zoneinfo.ZoneInfo("Europe/Prague")


class CommentForm(forms.Form):
    text = forms.CharField(label="Vaše připomínka", widget=forms.Textarea, help_text="Vlastními slovy.")
    verdict = forms.ChoiceField(
        label="Stanovisko", choices=[("agree", "Souhlasíme"), ("return", "Vracíme")], widget=forms.RadioSelect
    )
    part = forms.ChoiceField(label="Část", choices=[("", "Celý plán")], required=False)
    day = forms.DateField(label="Den", required=False)
    start = forms.SplitDateTimeField(label="Začátek", required=False)
    public = forms.BooleanField(label="Zveřejnit i se jménem", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


def render(source, **context):
    return Template("{% load triada %}" + source).render(Context(context)).strip()


def plain(text):
    return text.replace(NBSP, "_").replace(triada.WORD_JOINER, "")


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("v Praze a v Brně", "v_Praze a_v_Brně"),
        ("K 21 i s přílohou", "K_21 i_s_přílohou"),
        ("do 24. 11. 2026", "do 24._11._2026"),
        ("2. jednání KOOS", "2._jednání KOOS"),
        ("V roce 2026. Potom", "V_roce 2026. Potom"),
        ("1 200 Kč, 15 %", "1_200_Kč, 15_%"),
        ("podle § 94 písm. f)", "podle §_94 písm._f)"),
        ("Středa – čtvrtek", "Středa_– čtvrtek"),
        ('<a href="/plany/">Plány</a>', '<a href="/plany/">Plány</a>'),
        ("ves u lesa", "ves u_lesa"),
        ("Most, z. ú. a Péče, o. p. s. v Brně", "Most, z._ú. a_Péče, o._p._s. v_Brně"),
    ],
)
def test_what_belongs_together_stays_on_one_line(text, bound):
    assert plain(triada.nbsp(text)) == bound


def test_e_mail_does_not_break_at_its_hyphen():
    assert triada.nbsp("z e-mailu") == f"z{NBSP}e-{triada.WORD_JOINER}mailu"


def test_nbsp_leaves_escaping_to_the_template():
    assert plain(render("{{ text|nbsp }}", text="a <b>")) == "a_&lt;b&gt;"


def test_dates_are_czech_and_do_not_break():
    moment = dt.datetime(2026, 11, 9, 10, 42, tzinfo=PRAGUE)

    assert plain(triada.cdate(moment)) == "9._11._2026"
    assert plain(triada.cdatetime(moment)) == "9._11._2026,_10.42"
    assert plain(triada.cday(moment.date())) == "pondělí_9._11."
    assert triada.ctime(moment) == "10.42"
    assert triada.ctime(dt.time(9, 0)) == "9.00"


def test_moments_are_told_in_local_time():
    assert plain(triada.cdatetime(dt.datetime(2026, 7, 31, 22, 30, tzinfo=dt.UTC))) == "1._8._2026,_0.30"


def test_no_date_is_no_text():
    assert [f(None) for f in (triada.cdate, triada.cdatetime, triada.cday, triada.ctime)] == ["", "", "", ""]


def test_dates_follow_the_language_of_the_page():
    with translation.override("en"):
        assert plain(triada.cdate(dt.date(2026, 11, 9))) == "9_Nov_2026"


def test_an_icon_is_silent_unless_it_has_a_label():
    assert 'aria-hidden="true"' in triada.icon("clock")
    assert 'role="img" aria-label="Splněno &amp; hotovo"' in triada.icon("clock", "Splněno & hotovo")


def test_a_status_is_a_word_with_a_colour():
    assert render('{% tag "schváleno" "success" %}') == (
        '<span class="gov-tag" data-type="subtle" data-color="success" data-size="s">schváleno</span>'
    )


@pytest.mark.parametrize(
    ("side", "css", "label"),
    [
        ("users", "uziv", "Uživatelé"),
        ("providers", "posk", "Poskytovatelé"),
        ("commissioners", "zada", "Zadavatelé"),
    ],
)
def test_each_side_has_its_colour_icon_and_name(side, css, label):
    drawn = triada.side_tag(side)

    assert f'class="t-tag-{css}"' in drawn
    assert "<svg" in drawn
    assert label in drawn


@pytest.mark.parametrize(
    ("part", "whole", "css"), [(2, 7, "w29"), (0, 0, "w0"), (9, 7, "w100"), (-1, 7, "w0"), (42, 100, "w42")]
)
def test_a_share_is_a_class_of_percent(part, whole, css):
    assert triada.width(part, whole) == css


def test_messages_take_the_colour_of_their_level():
    assert [triada.message_color(tags) for tags in ("success", "urgent error", "info", "")] == [
        "success",
        "error",
        "primary",
        "primary",
    ]


def test_crumbs_link_everything_but_the_page_itself():
    html = render('{% crumbs "Plány" "/plany/" "Střednědobý plán" %}')

    assert '<a href="/plany/">Plány</a>' in html
    assert '<li aria-current="page">Střednědobý plán</li>' in html


def test_a_field_ties_label_help_and_mistake_to_its_control():
    html = render("{% field form.text %}", form=CommentForm({}))

    assert '<label for="id_text">Vaše připomínka</label>' in html
    assert 'aria-describedby="id_text_helptext id_text_error"' in html
    assert 'id="id_text_helptext"' in html
    assert 'id="id_text_error"' in html
    assert 'aria-invalid="true"' in html


def test_only_what_need_not_be_filled_is_marked():
    form = CommentForm()

    assert "(nepovinné)" in render("{% field form.day %}", form=form)
    assert "(nepovinné)" not in render("{% field form.text %}", form=form)


def test_options_stand_in_a_fieldset_with_a_legend():
    html = render("{% field form.verdict %}", form=CommentForm({}))

    assert '<fieldset class="t-f" id="id_verdict"' in html
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert "gov-form-input" not in html


def test_dates_use_the_native_picker_and_its_format():
    html = render("{% field form.day %}", form=CommentForm(initial={"day": dt.date(2026, 11, 24)}))

    assert 'type="date"' in html
    assert 'value="2026-11-24"' in html


def test_both_halves_of_a_moment_have_a_name():
    html = render("{% field form.start %}", form=CommentForm())

    assert 'aria-label="datum"' in html
    assert 'aria-label="čas"' in html
    assert 'type="time"' in html


def test_a_hidden_field_draws_nothing_but_itself():
    assert render("{% field form.version %}", form=CommentForm(initial={"version": 3})) == (
        '<input type="hidden" name="version" value="3" id="id_version">'
    )


def test_the_sum_of_mistakes_links_to_the_controls():
    html = render('{% errors form "Neodesláno." %}', form=CommentForm({"version": "1"}))

    assert "<b>Neodesláno.</b>" in html
    assert '<a href="#id_text">Vaše připomínka: ' in html
    assert '<a href="#id_verdict_0">Stanovisko: ' in html


def test_a_form_without_mistakes_has_no_sum():
    assert render("{% errors form %}", form=CommentForm()) == ""


def test_a_formset_sums_the_mistakes_of_all_its_forms():
    rows = forms.formset_factory(CommentForm)({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2"})

    html = render("{% errors rows %}", rows=rows)

    assert 'href="#id_form-0-text"' in html
    assert 'href="#id_form-1-text"' in html


def test_a_whole_form_renders_with_our_fields():
    html = str(CommentForm({}))

    assert "gov-form-select" in html
    assert 'class="t-opt"' in html


def test_pagination_keeps_the_filters_of_the_list():
    request = RequestFactory().get("/plany/?uzemi=liberec&page=2")
    page = Paginator(range(28), 10).page(2)

    html = render_to_string("components/pagination.html", {"page": page}, request=request)

    assert "11–20 z" in html
    assert "?uzemi=liberec&amp;page=1" in html
    assert "?uzemi=liberec&amp;page=3" in html


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html"])
def test_the_last_resort_pages_need_no_context(name):
    assert "<h1>" in render_to_string(name)


@pytest.mark.parametrize("name", ["403.html", "404.html", "405.html", "410.html", "429.html"])
def test_pages_of_refusal_have_a_heading_and_a_way_out(name):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    html = render_to_string(name, {"nav": [], "user": request.user}, request=request)

    assert "<h1>" in html
    assert 'href="/"' in html


@pytest.mark.parametrize("name", ["about", "accessibility", "privacy"])
def test_public_texts_render_for_a_stranger(name):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    assert "<h1>" in render_to_string(f"pages/{name}.html", {"nav": []}, request=request)
