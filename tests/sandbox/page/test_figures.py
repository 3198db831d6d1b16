"""Tables and charts as the page gives them."""

from bot.sandbox.config import Json
from bot.sandbox.page import charts, tables

BARS: Json = {
    "type": "bar",
    "series": [{"name": "Late", "data": [{"label": "6 to 10", "value": 1}, {"label": "0 to 5", "value": 7}]}],
    "axis_config": {"categories": ["0 to 5", "6 to 10"], "x_label": "Working days", "y_label": "Actions"},
}
PIE: Json = {"type": "pie", "segments": [{"label": "Good", "value": 3}, {"label": "Other", "value": 1}]}


def test_a_table_has_headings_and_escapes_its_cells() -> None:
    rows = [[{"type": "raw_text", "text": "Year"}], [{"type": "raw_text", "text": "<b>2018</b>"}]]
    html = tables.html(rows, "By year")
    assert '<th scope="col">Year</th>' in html
    assert "<td>&lt;b&gt;2018&lt;/b&gt;</td>" in html


def test_numbers_are_set_to_the_right() -> None:
    rows: list[list[Json]] = [[{"type": "raw_text", "text": "Late"}], [{"type": "raw_number", "value": 1200}]]
    assert '<td class="number">1,200</td>' in tables.html(rows)


def test_a_cell_of_another_kind_is_said_to_be_not_drawn() -> None:
    assert "This cell (rich_text) is not drawn here" in tables.html([[{"type": "rich_text", "elements": []}]])


def test_a_chart_puts_its_values_in_the_order_of_its_categories() -> None:
    shape = charts.options(BARS)
    assert shape["xAxis"]["data"] == ["0 to 5", "6 to 10"]
    assert shape["series"][0]["data"] == [7, 1]


def test_a_chart_is_told_in_words() -> None:
    assert charts.in_words(BARS) == "0 to 5 7; 6 to 10 1"
    assert charts.in_words(PIE) == "Good 3; Other 1"
