"""Block elements and the small objects in them, as Slack checks them.

Limits: docs.slack.dev/reference/block-kit/block-elements and /composition-objects. Where Slack allows more
than older clients show (an option's value), the smaller number holds.
"""

from collections.abc import Iterator, Mapping

from bot.sandbox.checks import (
    Check,
    by_type,
    every,
    exactly_one,
    flag,
    items,
    matching,
    number,
    one_of,
    problem,
    record,
    text,
    typed,
    unique,
    whole,
)
from bot.sandbox.config import Json

OPTION_TEXT = 75
LONGEST_INPUT = 3000
WEB_ADDRESS = every(text(3000), matching(r"https?://\S+", "a web address"))
DATE = matching(r"\d{4}-\d{2}-\d{2}", "a date as YYYY-MM-DD")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time as HH:MM")
ACTION_ID = text(255)


def plain(most: int) -> Check:
    """A plain_text object."""
    return typed("plain_text", {"text": text(most)}, {"emoji": flag})


def mrkdwn(most: int) -> Check:
    """A mrkdwn object."""
    return typed("mrkdwn", {"text": text(most)}, {"verbatim": flag})


def either(most: int) -> Check:
    """A text object of either kind."""
    return by_type({"plain_text": plain(most), "mrkdwn": mrkdwn(most)})


CONFIRM = record(
    {"title": plain(100), "text": either(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
PLAIN_OPTION = record(
    {"text": plain(OPTION_TEXT), "value": text(OPTION_TEXT)}, {"description": plain(OPTION_TEXT)}
)
OVERFLOW_OPTION = record(
    {"text": plain(OPTION_TEXT), "value": text(OPTION_TEXT)},
    {"description": plain(OPTION_TEXT), "url": WEB_ADDRESS},
)
CHOICE_OPTION = record(
    {"text": either(OPTION_TEXT), "value": text(OPTION_TEXT)}, {"description": either(OPTION_TEXT)}
)
OPTION_GROUP = record({"label": plain(75), "options": items(PLAIN_OPTION, 100)})
SUGGESTIONS = record(
    {},
    {"options": items(PLAIN_OPTION, 100, 0), "option_groups": items(OPTION_GROUP, 100, 0)},
    also=exactly_one("options", "option_groups"),
)
DISPATCH = record({"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)})
FILTER = record(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)
SLACK_FILE = record({}, {"id": text(255), "url": WEB_ADDRESS}, also=exactly_one("id", "url"))
PICTURE = {"image_url": WEB_ADDRESS, "slack_file": SLACK_FILE}
ONE_PICTURE = exactly_one("image_url", "slack_file")


def _initial_among_options(element: Json, at: str) -> Iterator[str]:
    """What is prefilled has to be one of the options, exactly."""
    offered = list(element.get("options", []))
    for group in element.get("option_groups", []):
        offered.extend(group["options"])
    chosen = (
        [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    )
    if any(option not in offered for option in chosen):
        yield problem("initial options must match the options", at)
    yield from unique("value", "option value")(offered, at)


def _length_bounds(element: Json, at: str) -> Iterator[str]:
    least, most = element.get("min_length", 0), element.get("max_length", LONGEST_INPUT)
    if least > most:
        yield problem("min_length must not be more than max_length", at)
    if len(element.get("initial_value", "")) > most:
        yield problem("initial_value is longer than max_length", at)


def _number_bounds(element: Json, at: str) -> Iterator[str]:
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and most is not None and float(least) > float(most):
        yield problem("min_value must not be more than max_value", at)


_NUMERAL = matching(r"-?\d+(\.\d+)?", "a number in a string")
_ACTION = {"action_id": ACTION_ID}
_CONFIRMED = {**_ACTION, "confirm": CONFIRM}
_FOCUSED = {**_CONFIRMED, "focus_on_load": flag}
_SELECT = {**_FOCUSED, "placeholder": plain(150)}
_MULTI = {**_SELECT, "max_selected_items": whole(1)}
_INPUT = {
    **_ACTION,
    "placeholder": plain(150),
    "focus_on_load": flag,
    "dispatch_action_config": DISPATCH,
}
_OPTIONS = {"options": items(PLAIN_OPTION, 100), "option_groups": items(OPTION_GROUP, 100)}
_STATIC = every(exactly_one("options", "option_groups"), _initial_among_options)
_CONVERSATIONS = {"default_to_current_conversation": flag, "filter": FILTER}
_QUERY = {"min_query_length": whole(0)}
_LABELLED = {"accessibility_label": text(75)}
_FEEDBACK = record({"text": plain(75), "value": text(2000)}, _LABELLED)
_WORKFLOW = record(
    {
        "trigger": record(
            {"url": WEB_ADDRESS},
            {"customizable_input_parameters": items(record({"name": text(255), "value": text(2000)}), 100)},
        )
    }
)

IMAGE = typed("image", {"alt_text": text(2000)}, PICTURE, also=ONE_PICTURE)

ELEMENTS: Mapping[str, Check] = {
    "button": typed(
        "button",
        {"text": plain(75)},
        {
            **_CONFIRMED,
            **_LABELLED,
            "value": text(2000),
            "url": WEB_ADDRESS,
            "style": one_of("primary", "danger"),
        },
    ),
    "workflow_button": typed(
        "workflow_button",
        {"text": plain(75), "workflow": _WORKFLOW},
        {**_CONFIRMED, **_LABELLED, "style": one_of("primary", "danger")},
    ),
    "feedback_buttons": typed(
        "feedback_buttons", {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, _ACTION
    ),
    "icon_button": typed(
        "icon_button",
        {"icon": one_of("trash"), "text": plain(75)},
        {**_CONFIRMED, **_LABELLED, "value": text(2000), "visible_to_user_ids": items(text(255), 100)},
    ),
    "overflow": typed(
        "overflow", {"options": items(OVERFLOW_OPTION, 5)}, _CONFIRMED, also=_initial_among_options
    ),
    "checkboxes": typed(
        "checkboxes",
        {"options": items(CHOICE_OPTION, 10)},
        {**_FOCUSED, "initial_options": items(CHOICE_OPTION, 10)},
        also=_initial_among_options,
    ),
    "radio_buttons": typed(
        "radio_buttons",
        {"options": items(CHOICE_OPTION, 10)},
        {**_FOCUSED, "initial_option": CHOICE_OPTION},
        also=_initial_among_options,
    ),
    "static_select": typed(
        "static_select", {}, {**_SELECT, **_OPTIONS, "initial_option": PLAIN_OPTION}, also=_STATIC
    ),
    "multi_static_select": typed(
        "multi_static_select",
        {},
        {**_MULTI, **_OPTIONS, "initial_options": items(PLAIN_OPTION, 100)},
        also=_STATIC,
    ),
    "external_select": typed("external_select", {}, {**_SELECT, **_QUERY, "initial_option": PLAIN_OPTION}),
    "multi_external_select": typed(
        "multi_external_select", {}, {**_MULTI, **_QUERY, "initial_options": items(PLAIN_OPTION, 100)}
    ),
    "users_select": typed("users_select", {}, {**_SELECT, "initial_user": text(255)}),
    "multi_users_select": typed("multi_users_select", {}, {**_MULTI, "initial_users": items(text(255), 100)}),
    "conversations_select": typed(
        "conversations_select",
        {},
        {**_SELECT, **_CONVERSATIONS, "initial_conversation": text(255), "response_url_enabled": flag},
    ),
    "multi_conversations_select": typed(
        "multi_conversations_select",
        {},
        {**_MULTI, **_CONVERSATIONS, "initial_conversations": items(text(255), 100)},
    ),
    "channels_select": typed(
        "channels_select", {}, {**_SELECT, "initial_channel": text(255), "response_url_enabled": flag}
    ),
    "multi_channels_select": typed(
        "multi_channels_select", {}, {**_MULTI, "initial_channels": items(text(255), 100)}
    ),
    "datepicker": typed("datepicker", {}, {**_SELECT, "initial_date": DATE}),
    "timepicker": typed("timepicker", {}, {**_SELECT, "initial_time": TIME, "timezone": text(255)}),
    "datetimepicker": typed(
        "datetimepicker", {}, {**_FOCUSED, "initial_date_time": whole(10**9, 10**10 - 1)}
    ),
    "plain_text_input": typed(
        "plain_text_input",
        {},
        {
            **_INPUT,
            "initial_value": text(LONGEST_INPUT, 0),
            "multiline": flag,
            "min_length": whole(0, LONGEST_INPUT),
            "max_length": whole(1, LONGEST_INPUT),
        },
        also=_length_bounds,
    ),
    "number_input": typed(
        "number_input",
        {"is_decimal_allowed": flag},
        {**_INPUT, "initial_value": _NUMERAL, "min_value": _NUMERAL, "max_value": _NUMERAL},
        also=_number_bounds,
    ),
    "email_text_input": typed("email_text_input", {}, {**_INPUT, "initial_value": text(LONGEST_INPUT, 0)}),
    "url_text_input": typed("url_text_input", {}, {**_INPUT, "initial_value": text(LONGEST_INPUT, 0)}),
    "file_input": typed(
        "file_input", {}, {**_ACTION, "filetypes": items(text(20), 100), "max_files": whole(1, 10)}
    ),
    "image": IMAGE,
}


# rich text

_STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
_STYLE = {"style": record({}, dict.fromkeys(_STYLES, flag))}
_INLINE = by_type(
    {
        "text": typed("text", {"text": text(40_000, 0)}, _STYLE),
        "link": typed("link", {"url": text(3000)}, {**_STYLE, "text": text(3000), "unsafe": flag}),
        "user": typed("user", {"user_id": text(255)}, _STYLE),
        "usergroup": typed("usergroup", {"usergroup_id": text(255)}, _STYLE),
        "channel": typed("channel", {"channel_id": text(255)}, _STYLE),
        "emoji": typed(
            "emoji", {"name": text(255)}, {**_STYLE, "unicode": text(255), "skin_tone": whole(1, 6)}
        ),
        "broadcast": typed("broadcast", {"range": one_of("here", "channel", "everyone")}, _STYLE),
        "color": typed("color", {"value": matching(r"#[0-9a-fA-F]{6}", "a colour as #rrggbb")}, _STYLE),
        "date": typed(
            "date",
            {"timestamp": number, "format": text(255)},
            {**_STYLE, "url": WEB_ADDRESS, "fallback": text(3000)},
        ),
    }
)
_INLINES = {"elements": items(_INLINE, 1000, 0)}
_BORDER = {"border": one_of(0, 1)}
_SECTION = typed("rich_text_section", _INLINES)
RICH_TEXT = typed(
    "rich_text",
    {
        "elements": items(
            by_type(
                {
                    "rich_text_section": _SECTION,
                    "rich_text_preformatted": typed(
                        "rich_text_preformatted", _INLINES, {**_BORDER, "language": text(255)}
                    ),
                    "rich_text_quote": typed("rich_text_quote", _INLINES, _BORDER),
                    "rich_text_list": typed(
                        "rich_text_list",
                        {"style": one_of("bullet", "ordered"), "elements": items(_SECTION, 1000)},
                        {**_BORDER, "indent": whole(0, 8), "offset": whole(0)},
                    ),
                }
            ),
            1000,
        )
    },
    {"block_id": text(255)},
)
RICH_TEXT_INPUT = typed("rich_text_input", {}, {**_INPUT, "initial_value": RICH_TEXT})


def elements(*names: str) -> Check:
    """One of the elements of these types."""
    known = {**ELEMENTS, "rich_text_input": RICH_TEXT_INPUT}
    return by_type({name: known[name] for name in names})
