"""A field for a day, typed as people in Britain write it or chosen from the browser's calendar."""

import json
from collections.abc import Callable
from datetime import date

from nicegui import ui

from bot.sandbox import days
from bot.sandbox.page.tags import tag

UNREADABLE = "Please write the day like 14 December 2026."
_EMIT = "(e) => emit(e.target.value)"
_OPEN = "() => document.getElementById(%s).showPicker()"


def date_field(
    field_id: str,
    shown: str,
    enter: Callable[[str], object],
    *,
    label: str,
    **attributes: str | None,
) -> None:
    """The field, which shows a text at first; `enter` gets what was typed, or what was chosen as YYYY-MM-DD.

    The browser's own field for days would show them as the browser is set to, such as 12/14/2026.
    """
    picker_id = f"{field_id}-calendar"
    with tag("div", css="date"):
        field = tag(
            "input",
            css="field",
            id=field_id,
            type="text",
            placeholder="Such as 14 December 2026",
            autocomplete="off",
            **attributes,
        )
        field.props[".defaultValue"] = shown
        field.on("change", lambda event: enter(event.args), js_handler=_EMIT)
        # out of the way of keyboards and screen readers, for whom the button beside it opens it
        picker = tag("input", css="calendar", id=picker_id, type="date", tabindex="-1", aria_hidden="true")
        picker.on("change", lambda event: enter(event.args), js_handler=_EMIT)
        opener = tag(
            "button", css="button sign", type="button", aria_label=f"Choose from a calendar: {label}"
        )
        opener.on("click", js_handler=_OPEN % json.dumps(picker_id))
        with opener:
            tag("span", "📅", aria_hidden="true")


def show_day(field_id: str, day: date) -> None:
    """Write a day in the field as it is always written; focus stays where it is."""
    ui.run_javascript(
        f"const field = document.getElementById({json.dumps(field_id)});"
        f"if (field) field.value = {json.dumps(days.short(day))};"
    )
