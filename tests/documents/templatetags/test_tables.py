"""Frozen tables as HTML and as charts: texts are escaped, widths fit, numbers are said in words too."""

import pytest

from documents.templatetags.tables import LONGEST, chart, data_table


def data(**changes):
    values = {
        "title": "Plnění podle priorit",
        "about": "Počet položek podle stavu.",
        "head": ["Priorita", "splněno", "bez hlášení"],
        "numbers": [1, 2],
        "rows": [["1 Péče doma", "3", "1"], ["2 Bydlení", "0", "2"]],
        "total": ["Celkem", "3", "3"],
        "chart": "stack",
        "series": [[1, "done", "splněno"], [2, "silent", "bez hlášení"]],
        "values": [["3", "1"], ["0", "2"]],
    }
    return {**values, **changes}


def test_a_table_has_heads_labels_for_phones_and_a_total():
    drawn = data_table(data())
    assert '<th scope="col" class="r">splněno</th>' in drawn
    assert '<td class="r t-num" data-l="splněno">3</td>' in drawn
    assert drawn.count('<th scope="row">') == 3
    assert drawn.count("<tfoot>") == 1
    assert "<tfoot>" not in data_table(data(total=[]))


def test_what_people_typed_is_escaped_everywhere():
    bad = '<script>"x"</script>'
    drawn = data_table(data(title=bad, head=[bad, bad, "b"], numbers=[], rows=[[bad, bad, "1"]]))
    assert "<script>" not in drawn
    assert 'data-l="&lt;script&gt;&quot;x&quot;' in drawn


def test_parts_of_a_whole_follow_each_other_and_nothing_is_drawn_of_zero():
    rows = chart(data(), "graf")["rows"]
    assert [[(bar.css, bar.x, bar.width) for bar in row.bars] for row in rows] == [
        [("done", "0.00%", "75.00%"), ("silent", "75.00%", "25.00%")],
        [("silent", "0.00%", "50.00%")],
    ]
    assert rows[0].bars[0].said == "1 Péče doma – splněno: 3"


def test_bars_beside_each_other_leave_room_for_their_numbers():
    drawn = chart(data(chart="bars"), "graf")
    first = drawn["rows"][0].bars
    assert [(bar.width, bar.text, bar.text_x) for bar in first] == [
        ("72.00%", "3", "73.00%"),
        ("24.00%", "1", "25.00%"),
    ]
    assert drawn["height"] > drawn["rows"][-1].bars[-1].y + 18


@pytest.mark.parametrize("kind", ["stack", "bars"])
def test_zeros_alone_divide_by_nothing(kind):
    drawn = chart(data(chart=kind, values=[["0", "0"], ["0", "0"]]), "graf")
    assert [bar.width for row in drawn["rows"] for bar in row.bars] in ([], ["0.00%"] * 4)


def test_a_long_label_is_shortened_in_the_chart_only():
    label = "Terénní služby " * 10
    rows = [[label, "3", "1"], ["2", "0", "2"]]
    assert len(chart(data(rows=rows), "graf")["rows"][0].label) <= LONGEST
    assert "Terénní služby " * 9 in data_table(data(rows=rows)).replace("\xa0", " ")
