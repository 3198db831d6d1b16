"""Fields that one writes in: text, a day, a time."""

from datetime import date

from bot.sandbox import days
from bot.sandbox.page.dates import UNREADABLE, date_field, show_day
from bot.sandbox.page.place import Place, finished
from bot.sandbox.page.tags import tag, text_field


def text(place: Place) -> None:
    given, surface = place.element, place.surface
    wrong = surface.refused.get(place.block["block_id"])

    def typed(text: str) -> None:
        surface.type(place.block, given, text)

    text_field(
        place.id,
        str(place.held or ""),
        typed,
        kind="textarea" if given.get("multiline") else "text",
        placeholder=place.placeholder or None,
        maxlength=str(given["max_length"]) if "max_length" in given else None,
        rows="3" if given.get("multiline") else None,
        autocomplete="off",
        aria_invalid="true" if wrong else None,
        **place.known_as(),
    )


def day_field(place: Place) -> None:
    surface, block_id = place.surface, place.block["block_id"]
    held = str(place.held or "")

    async def typed(text: str) -> None:
        day = days.read(text, surface.today) if text.strip() else None
        if text.strip() and day is None:
            surface.unread[block_id] = text
            place.complain(UNREADABLE)
            return
        surface.unread.pop(block_id, None)
        if day:
            show_day(place.id, day)
        await finished(place.enter(day.isoformat() if day else None))

    date_field(
        place.id,
        surface.unread.get(block_id) or (days.short(date.fromisoformat(held)) if held else ""),
        typed,
        label=place.label,
        aria_invalid="true" if surface.refused.get(block_id) else None,
        **place.known_as(),
    )


def time(place: Place) -> None:
    made = tag(
        "input",
        css="field short",
        id=place.id,
        type="time",
        aria_invalid="true" if place.surface.refused.get(place.block["block_id"]) else None,
        **place.known_as(),
    )
    made.props[".defaultValue"] = place.held or ""
    made.on("change", lambda event: place.enter(event.args or None), js_handler="(e) => emit(e.target.value)")
