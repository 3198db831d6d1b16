"""Charts, whatever their kind, as bars with their values."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from bot.sandbox.config import Json
from bot.sandbox.drawing.pen import Pen
from bot.sandbox.drawing.words import figure, readable

LONGEST_BAR = 30
"""Columns of a chart's longest bar: leaves room for labels of 20 characters and a value on 80 columns."""

SHORTEST_BAR = 8
"""Columns of the longest bar where there is hardly any room; labels are broken before it gets shorter."""


def chart(_: Pen, block: Json) -> RenderableType:
    """A `data_visualization` block under its title."""
    drawn = block.get("chart", {})
    bars = _slices(drawn) if drawn.get("type") == "pie" else _series(drawn)
    return Group(Text(readable(block.get("title", "")), "bold"), bars)


def _slices(chart: Json) -> RenderableType:
    segments = chart.get("segments", [])
    total = sum(one["value"] for one in segments) or 1
    return Bars([(one["label"], one["value"], f" ({one['value'] / total:.0%})") for one in segments])


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
        values = {label: value for _, label, value in points}
        return Bars([(each, values[each], "") for each in categories if each in values])
    bars: list[tuple[str, float | None, str]] = []
    for category in categories:
        bars.append((category, None, ""))
        bars += [(f"  {name}", value, "") for name, label, value in points if label == category]
    return Bars(bars)


@dataclass(frozen=True)
class Bars:
    """Rows of label, bar, value and a note to it, as wide as there is room; without a value, a heading."""

    rows: Sequence[tuple[str, float | None, str]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        longest = max((abs(value) for _, value, _ in self.rows if value is not None), default=0) or 1
        room = self._room(options.max_width)
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column()
        # a value stays beside its bar: labels are broken instead
        grid.add_column(no_wrap=True)
        for label, value, note in self.rows:
            if value is None:
                grid.add_row(Text(readable(label), "bold"))
            else:
                grid.add_row(Text(readable(label)), _bar(value / longest, room).append(figure(value) + note))
        yield grid

    def _room(self, width: int) -> int:
        """The columns a longest bar may have between labels and values."""
        labels = max((cell_len(readable(label)) for label, _, _ in self.rows), default=0)
        values = max((cell_len(figure(value) + note) for _, value, note in self.rows), default=0)
        return min(LONGEST_BAR, max(SHORTEST_BAR, width - labels - values - 2))


def _bar(share: float, longest: int) -> Text:
    """A bar of full blocks and a space; anything but nothing shows, and what is below zero is hatched."""
    length = max(1, round(abs(share) * longest)) if share else 0
    return Text.assemble((("█" if share > 0 else "░") * length, "blue"), " " if length else "")
