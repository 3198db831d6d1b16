"""Slack's own charts, each with its figures in a table for those who do not see it."""

from typing import Any

from nicegui import ui

from bot.sandbox.config import Json
from bot.sandbox.drawing.words import readable
from bot.sandbox.page import tables
from bot.sandbox.page.surface import Surface
from bot.sandbox.page.tags import markup, tag

COLOURS = ["#4a3b6b", "#b8562f", "#2d6f6a", "#8a6d00", "#7a2e52", "#3f5f8a"]
INK = "#1d1c1d"


def chart(_: Surface, block: Json) -> None:
    """A `data_visualization` block."""
    title, given = readable(block.get("title", "")), block.get("chart", {})
    with tag("figure", css="chart"):
        tag("figcaption", title)
        if given.get("type") not in ("pie", "bar", "area", "line"):
            tag("p", f"This chart ({given.get('type')}) is not drawn here.", css="undrawn")
            return
        with tag("div", role="img", aria_label=f"{title}: {in_words(given)}"):
            ui.echart(options(given), renderer="svg").classes("plot")
        with tag("details"):
            tag("summary", "Figures")
            markup(tables.html(rows(given)), css="rows")


def options(given: Json) -> dict[str, Any]:
    """A chart as ECharts takes it."""
    common: dict[str, Any] = {
        "animation": False,
        "color": COLOURS,
        "textStyle": {"fontFamily": "inherit", "fontSize": 13, "color": INK},
        "tooltip": {"trigger": "item", "renderMode": "richText"},
    }
    if given["type"] == "pie":
        data = [{"name": readable(each["label"]), "value": each["value"]} for each in given["segments"]]
        return common | {"series": [{"type": "pie", "radius": "70%", "data": data}]}
    axes, series = given["axis_config"], given["series"]
    name = {"nameLocation": "middle", "nameTextStyle": {"color": INK}, "axisLabel": {"color": INK}}
    across = {"type": "category", "data": axes["categories"], "name": axes.get("x_label", ""), "nameGap": 30}
    up = {"type": "value", "name": axes.get("y_label", ""), "nameGap": 36, "minInterval": 1}
    return common | {
        "grid": {"left": 56, "right": 16, "top": 40 if len(series) > 1 else 16, "bottom": 48},
        "legend": {"show": len(series) > 1, "top": 0},
        "xAxis": name | across,
        "yAxis": name | up,
        "series": [_series(each, given, axes["categories"]) for each in series],
    }


def rows(given: Json) -> list[list[Json]]:
    """The figures of a chart as the rows of a table."""
    if given["type"] == "pie":
        body = [[_text(each["label"]), _number(each["value"])] for each in given["segments"]]
        return [[_text("Part"), _text("Value")], *body]
    axes, series = given["axis_config"], given["series"]
    values = [{point["label"]: point["value"] for point in each["data"]} for each in series]
    head = [_text(axes.get("x_label") or "Category"), *(_text(each["name"]) for each in series)]
    return [head, *([_text(each), *(_number(of[each]) for of in values)] for each in axes["categories"])]


def in_words(given: Json) -> str:
    """The figures of a chart in one line."""
    _, *body = rows(given)
    return "; ".join(" ".join(str(cell.get("text", cell.get("value"))) for cell in row) for row in body)


def _series(series: Json, given: Json, categories: list[str]) -> Json:
    values = {point["label"]: point["value"] for point in series["data"]}
    shape: Json = {
        "name": series["name"],
        "type": "bar" if given["type"] == "bar" else "line",
        "data": [values[each] for each in categories],
        "label": {"show": True, "position": "top", "color": INK},
    }
    return shape | ({"areaStyle": {}} if given["type"] == "area" else {})


def _text(words: str) -> Json:
    return {"type": "raw_text", "text": words}


def _number(value: float) -> Json:
    return {"type": "raw_number", "value": value}
