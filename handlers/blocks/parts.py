"""The parts that messages and forms are made of: values in, Block Kit dicts out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Protocol

Block = dict[str, Any]

# Slack refuses longer ones.
LONGEST_TEXT = 4000
LONGEST_SECTION = 3000
LONGEST_BUTTON = 75
LONGEST_TITLE = 24
LONGEST_OPTION = 75


@dataclass(frozen=True)
class Message:
    """An answer. `text` carries the whole point for those who do not see the blocks.

    `replace` puts it in the place of the message whose button was clicked, or of the page that the form was
    opened from. `key` is a letter's, by which it is found again. `older` are the blocks for a workspace that
    refuses `blocks`; without them those are made older one by one.
    """

    text: str
    blocks: Sequence[Block] = ()
    replace: bool = False
    key: str = ""
    older: Sequence[Block] = ()

    @staticmethod
    def plain(text: str) -> "Message":
        """A sentence or two, with nothing to click."""
        return Message(text, [section(text)])

    def in_place(self) -> "Message":
        return replace(self, replace=True)

    def with_aside(self, aside: str) -> "Message":
        """The same with a line in small print at its end."""
        blocks = [*(self.blocks or [section(self.text)]), context(aside)]
        return replace(self, text=f"{self.text}\n{aside}", blocks=blocks)

    def in_older_blocks(self) -> "Message":
        """The same for workspaces that do not know every kind of block yet."""
        blocks = self.older or [_older(block) for block in self.blocks]
        return replace(self, blocks=blocks, older=())


def metadata(key: str) -> Block:
    """What a letter carries so that it is found again. Whoever sees the letter can read it: no case in it."""
    return {"event_type": "g2o_letter", "event_payload": {"key": key}}


@dataclass(frozen=True)
class View:
    """A form, or with no `submit` a page to read. `carried` comes back with the form; people never see it."""

    title: str
    blocks: Sequence[Block]
    callback_id: str = "page"
    submit: str | None = None
    carried: str = ""

    def as_dict(self) -> Block:
        view: Block = {
            "type": "modal",
            "callback_id": self.callback_id,
            "title": plain(self.title[:LONGEST_TITLE]),
            "close": plain("Cancel" if self.submit else "Close"),
            "blocks": list(self.blocks),
            "private_metadata": self.carried,
        }
        if self.submit:
            view["submit"] = plain(self.submit)
        return view


def escape(text: str) -> str:
    """What a person typed, so that none of it is read as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quote(text: str, longest: int) -> str:
    """What a person typed, escaped, and cut short where it is longer than that once escaped."""
    pieces = [escape(character) for character in text]
    if sum(map(len, pieces)) <= longest:
        return "".join(pieces)
    ends = accumulate(len(piece) for piece in pieces)
    return "".join(piece for piece, end in zip(pieces, ends, strict=True) if end < longest) + "…"


class Named(Protocol):
    """Somebody who has a name, and a Slack user id if they are in Slack."""

    @property
    def name(self) -> str: ...

    @property
    def slack_id(self) -> str | None: ...


def mention(person: Named) -> str:
    """A person as Slack writes them, or their name where they have no Slack."""
    is_one = bool(person.slack_id) and str(person.slack_id).isalnum()
    return f"<@{person.slack_id}>" if is_one else escape(person.name)


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Block:
    """`verbatim`, or Slack would make links and mentions of addresses and names that somebody typed."""
    return {"type": "mrkdwn", "text": shorten(text, LONGEST_SECTION), "verbatim": True}


def shorten(text: str, longest: int) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def header(text: str) -> Block:
    return {"type": "header", "text": plain(shorten(text, 150))}


def section(text: str, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Two columns of label and value; ten at most."""
    return {"type": "section", "fields": [mrkdwn(f"*{label}*\n{value}") for label, value in pairs]}


def context(text: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text)]}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def button(text: str, action_id: str, value: str, *, label: str | None = None) -> Block:
    """`label` is what a screen reader says where the text alone would not tell which row is meant."""
    element: Block = {
        "type": "button",
        "text": plain(shorten(text, LONGEST_BUTTON)),
        "action_id": action_id,
    }
    if value:
        element["value"] = value
    if label:
        element["accessibility_label"] = shorten(label, LONGEST_BUTTON)
    return element


def asking_first(button: Block, title: str, text: str, yes: str) -> Block:
    """The same button, which asks before it does what cannot be taken back."""
    words = {"title": plain(title), "text": plain(text), "confirm": plain(yes), "deny": plain("Not yet")}
    return {**button, "confirm": words}


def overflow(action_id: str, options: Sequence[tuple[str, str]]) -> Block:
    """A menu behind three dots; two to five options of text and value."""
    return {"type": "overflow", "action_id": action_id, "options": [option(*entry) for entry in options]}


def select(action_id: str, placeholder: str, options: Sequence[tuple[str, str]]) -> Block:
    """A list to choose from, which a click opens; options of text and value."""
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder),
        "options": [option(*entry) for entry in options],
    }


def option(text: str, value: str, description: str | None = None) -> Block:
    block: Block = {"text": plain(shorten(text, LONGEST_OPTION)), "value": value}
    if description:
        block["description"] = plain(shorten(description, LONGEST_OPTION))
    return block


def data_table(caption: str, rows: Sequence[Sequence[str]]) -> Block:
    """A table whose first row is its header; one a message."""
    return {
        "type": "data_table",
        "caption": caption,
        "page_size": min(max(len(rows) - 1, 1), 100),
        "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in rows],
    }


def table(block: Block) -> Block:
    """The same rows as a table of the older kind, for workspaces that do not take a data_table."""
    return {"type": "table", "rows": block["rows"]}


def bar_chart(title: str, series: str, bars: Sequence[tuple[str, int]], *, across: str, up: str) -> Block:
    """One series of labels and values; `across` and `up` say what the axes are. Two a message at most."""
    return {
        "type": "data_visualization",
        "title": shorten(title, 50),
        "chart": {
            "type": "bar",
            "series": [{"name": series, "data": [{"label": label, "value": value} for label, value in bars]}],
            "axis_config": {
                "categories": [label for label, _ in bars],
                "x_label": across,
                "y_label": up,
            },
        },
    }


def _older(block: Block) -> Block:
    return table(block) if block["type"] == "data_table" else block


def text_input(value: Any, *, longest: int, multiline: bool = False) -> Block:
    return _element("plain_text_input", "initial_value", value, max_length=longest, multiline=multiline)


def date_input(value: Any) -> Block:
    return _element("datepicker", "initial_date", value)


def person_input(value: Any) -> Block:
    return _element("users_select", "initial_user", value)


def people_input(values: Any) -> Block:
    return _element("multi_users_select", "initial_users", list(values or ()))


def private_channel_input(value: Any) -> Block:
    """The private channels of whoever chooses, none of them shared with another organisation."""
    which = {"include": ["private"], "exclude_external_shared_channels": True}
    return _element("conversations_select", "initial_conversation", value, filter=which)


def choice_input(value: Any, options: Sequence[Block]) -> Block:
    chosen = next((entry for entry in options if entry["value"] == value), None)
    return _element("static_select", "initial_option", chosen, options=list(options))


def ticks_input(values: Any, options: Sequence[Block]) -> Block:
    chosen = [entry for entry in options if entry["value"] in (values or ())]
    return _element("checkboxes", "initial_options", chosen, options=list(options))


def case_input(chosen: Block | None) -> Block:
    """Cases are offered as their references are typed; `chosen` is the option that stands there already."""
    element = _element("external_select", "initial_option", chosen, min_query_length=2)
    return {**element, "placeholder": plain("Type the reference")}


def _element(kind: str, initial: str, value: Any, **rest: Any) -> Block:
    return {"type": kind, **rest, **({initial: value} if value else {})}


def numbered(label: str, position: int) -> str:
    """What one of several parts of a form is called, counted from 0: "Strength", "Strength 2"."""
    return label if position == 0 else f"{label} {position + 1}"


def question(
    name: str,
    label: str,
    element: Block,
    *,
    hint: str | None = None,
    optional: bool = False,
    tells_at_once: bool = False,
) -> Block:
    """A field of a form. Its name is what a Refusal's `field` gives.

    `tells_at_once`: the form is told as soon as something is chosen.
    """
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": {"action_id": name, **element},
        "optional": optional,
    }
    if tells_at_once:
        block["dispatch_action"] = True
    if hint:
        block["hint"] = plain(hint)
    return block
