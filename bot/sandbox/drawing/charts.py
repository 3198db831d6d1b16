"""Charts, whatever their kind, as bars with their values."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.sandbox.config import Json
from bot.sandbox.drawing.pen import Pen
from bot.sandbox.drawing.words import figure, readable

BAR_WIDTH = 30
"""Columns of a chart's longest bar: leaves room for labels of 20 characters and a value on 80 columns."""


def chart(_: Pen, block: Json) -> RenderableType:
    """A `data_visualization` block under its title."""
    drawn = block.get("chart", {})
    bars = _slices(drawn) if drawn.get("type") == "pie" else _series(drawn)
    return Group(Text(readable(block.get("title", "")), "bold"), bars)


def _slices(chart: Json) -> RenderableType:
    segments = chart.get("segments", [])
    total = sum(one["value"] for one in segments) or 1
    return _bars([(one["label"], one["value"], f" ({one['value'] / total:.0%})") for one in segments])


def _series(chart: Json) -> RenderableType:
    """Bars grouped by category, as Slack groups them; what the axes mean stands above."""
    axes, series = chart.get("axis_config", {}), chart.get("series", [])
    rows: list[RenderableType] = []
    if labels := [readable(axes[name]) for name in ("y_label", "x_label") if axes.get(name)]:
        rows.append(Text(" by ".join(labels), "dim"))
    points = [(name["name"], point["label"], point["value"]) for name in series for point in name["data"]]
    return Group(*rows, _grouped(axes.get("categories", []), points))


def _grouped(categories: Sequence[str], points: Sequence[tuple[str, str, float]]) -> RenderableType:
    names = list(dict.fromkeys(name for name, _, _ in points))
    if len(names) == 1:
        return _bars([(label, value, "") for _, label, value in points])
    bars: list[tuple[str, float | None, str]] = []
    for category in categories:
        bars.append((category, None, ""))
        bars += [(f"  {name}", value, "") for name, label, value in points if label == category]
    return _bars(bars)


def _bars(bars: Sequence[tuple[str, float | None, str]]) -> Table:
    """Rows of label, bar and value; a row without a value is a heading."""
    longest = max((abs(value) for _, value, _ in bars if value is not None), default=0) or 1
    grid = Table.grid(padding=(0, 1, 0, 0))
    for label, value, note in bars:
        if value is None:
            grid.add_row(Text(readable(label), "bold"))
        else:
            grid.add_row(Text(readable(label)), _bar(value / longest).append(figure(value) + note))
    return grid


def _bar(share: float) -> Text:
    """A bar of full blocks and a space; anything but nothing shows, and what is below zero is hatched."""
    length = max(1, round(abs(share) * BAR_WIDTH)) if share else 0
    return Text.assemble((("█" if share > 0 else "░") * length, "blue"), " " if length else "")
