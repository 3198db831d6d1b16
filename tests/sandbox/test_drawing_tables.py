"""What tables and charts look like as plain text."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.sandbox import client, drawing
from bot.sandbox.config import Json
from tests.sandbox.drawn import READER, cells, lines, printed, rich, run, sentence
from tests.sandbox.example import ALICE, KITCHEN


def test_a_table_sets_numbers_to_the_right() -> None:
    table = {
        "type": "data_table",
        "caption": "By year",
        "rows": [cells("Year", "Good"), cells("2016", 6), cells("2017", 1200)],
    }
    assert lines(table) == ["By year", "Year    Good", "────────────", "2016       6", "2017   1,200"]


def test_a_table_follows_its_column_settings() -> None:
    cell = rich(sentence(run("Update", bold=True), run(" the plan")))
    table = {
        "type": "table",
        "column_settings": [None, {"align": "right"}],
        "rows": [cells("Ref", "What"), [*cells("A17"), cell]],
    }
    assert lines(table) == ["Ref              What", "─────────────────────", "A17   Update the plan"]


def test_a_table_too_wide_for_the_page_becomes_a_list() -> None:
    table = {
        "type": "table",
        "rows": [cells("Recommendation", "Responsibility"), cells("Supervision", "Managers")],
    }
    assert lines(table, width=24) == ["• Recommendation:", "  Supervision", "  Responsibility:", "  Managers"]


def chart(kind: str, **more: Any) -> Json:
    return {"type": "data_visualization", "title": "Grades", "chart": {"type": kind, **more}}


def series(name: str, **values: int) -> Json:
    return {"name": name, "data": [{"label": label, "value": value} for label, value in values.items()]}


def test_a_pie_shows_values_and_shares() -> None:
    segments = [{"label": "Good", "value": 1}, {"label": "Inadequate", "value": 3}]
    assert lines(chart("pie", segments=segments)) == [
        "Grades",
        "Good       ██████████ 1 (25%)",
        "Inadequate ██████████████████████████████ 3 (75%)",
    ]


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
def test_one_series_is_a_bar_for_each_category(kind: str) -> None:
    axes = {"categories": ["Week1", "Week2"], "y_label": "Done", "x_label": "week"}
    assert lines(chart(kind, series=[series("Done", Week1=2, Week2=-1)], axis_config=axes)) == [
        "Grades",
        "Done by week",
        "Week1 ██████████████████████████████ 2",
        "Week2 ░░░░░░░░░░░░░░░ -1",
    ]


QUARTERS = series("Good or better", **{"2024 Q4": 3, "2025 Q1": 11, "2025 Q2": 0, "2025 Q3": 1200})
QUARTER_AXES = {"categories": ["2024 Q4", "2025 Q1", "2025 Q2", "2025 Q3"]}


def test_a_bar_chart_that_was_posted_has_its_numbers_beside_the_bars(
    web: WebClient, slack: client.Workspace
) -> None:
    block = chart("bar", series=[QUARTERS], axis_config=QUARTER_AXES)
    web.chat_postMessage(channel=KITCHEN, text="Grades", blocks=[block])
    drawn = printed(drawing.message(slack.messages(ALICE)[-1], READER).picture)
    assert drawn.splitlines()[1:] == [
        "  Grades",
        "  2024 Q4 █ 3",
        "  2025 Q1 █ 11",
        "  2025 Q2 0",
        "  2025 Q3 ██████████████████████████████ 1,200",
    ]


def test_a_chart_grows_narrow_with_its_page() -> None:
    block = chart("bar", series=[QUARTERS], axis_config=QUARTER_AXES)
    assert lines(block, width=32) == [
        "Grades",
        "2024 Q4 █ 3",
        "2025 Q1 █ 11",
        "2025 Q2 0",
        "2025 Q3 ████████████████ 1,200",
    ]


def test_long_labels_are_broken_before_bars_and_values_are() -> None:
    axes = {"categories": ["Requires improvement", "Good"]}
    rows = [series("Cases", **{"Requires improvement": 3, "Good": 1200})]
    assert lines(chart("bar", series=rows, axis_config=axes), width=30) == [
        "Grades",
        "Requires      █ 3",
        "improvement",
        "Good          ████████ 1,200",
    ]


def test_bars_stand_in_the_order_of_the_axis() -> None:
    axes = {"categories": ["East", "West"]}
    drawn = lines(chart("bar", series=[series("Done", West=1, East=2)], axis_config=axes))
    assert [line.split()[0] for line in drawn] == ["Grades", "East", "West"]


def test_several_series_are_grouped_by_category() -> None:
    axes = {"categories": ["East", "West"]}
    both = [series("Good", East=3, West=0), series("Inadequate", East=1, West=2)]
    assert lines(chart("bar", series=both, axis_config=axes)) == [
        "Grades",
        "East",
        "  Good       ██████████████████████████████ 3",
        "  Inadequate ██████████ 1",
        "West",
        "  Good       0",
        "  Inadequate ████████████████████ 2",
    ]
