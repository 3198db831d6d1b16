"""The form of the improvement plan's quarterly review, and what is said after it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.lines import Line, Subject
from bot.reviews import LONGEST_POINTER, Left, Sheet
from bot.rules import periods
from bot.rules.wording import are, many
from bot.visit import Day
from handlers import carried
from handlers.blocks import parts
from handlers.blocks.lines import named, text
from handlers.blocks.parts import Block, Message, View, escape
from storage.models import Finding
from storage.words import Impact, Position


@dataclass(frozen=True)
class Walk:
    """What the form of a review brings along: the line, its review's version, and whether others follow."""

    key: str
    version: int
    goes_on: bool

    def __str__(self) -> str:
        return json.dumps([self.key, self.version, self.goes_on])

    @classmethod
    def read(cls, text: str) -> "Walk":
        return carried.shape(cls, text)


def door() -> Message:
    """In place of the form, where none can open by itself."""
    text = "The quarterly review opens with a button."
    return Message(text, [parts.section(text, parts.button("Begin the review", "review_plan", ""))])


def review_form(sheet: Sheet, left: Left, day: Day, *, goes_on: bool, note: str = "") -> View:
    """How far the line has come, as this quarter's review finds it; what it found already stands there."""
    line, there = sheet.line, sheet.there
    position = there.position if there else line.stands.position
    walk = Walk(line.key, there.version if there else 0, goes_on)
    to_do = f"{periods.quarter_in_words(left.quarter)} · {many(left.count, 'line')} left to review"
    return View(
        title="Quarterly review",
        callback_id="review_line",
        submit="Save",
        carried=str(walk),
        blocks=[
            *([parts.section(note)] if note else []),
            parts.context(to_do),
            parts.section("\n".join(text(line, sheet.actions, day))),
            *_words(sheet.found),
            *_later(line, goes_on=goes_on),
            _question(line, "position", "Where does it stand?", _positions(position)),
            _question(
                line,
                "note",
                "Note",
                parts.text_input(there.note if there else None, longest=1000, multiline=True),
                hint="What was done, and what comes next. No names of children, no addresses.",
                optional=True,
            ),
            _question(
                line,
                "evidence",
                "Where can it be seen?",
                parts.text_input(there.evidence if there else None, longest=LONGEST_POINTER),
                hint="Such as: dip sample of May, or supervision policy, version 3. Nothing is uploaded.",
                optional=True,
            ),
            _question(
                line,
                "impact",
                "Did it make a difference?",
                parts.choice_input(there.impact.value if there and there.impact else None, _IMPACTS),
                optional=True,
            ),
        ],
    )


def _words(found: Sequence[Finding]) -> Sequence[Block]:
    lines = [f"• {parts.quote(one.text, 200)}" for one in found]
    return [parts.section("\n".join(["*What was found last*", *lines]))] if lines else []


def _later(line: Line, *, goes_on: bool) -> Sequence[Block]:
    if not goes_on:
        return []
    return [parts.actions(parts.button("Leave for later", "leave_line", line.key))]


def _question(
    line: Line, name: str, label: str, element: Block, *, hint: str | None = None, optional: bool = False
) -> Block:
    """Slack keeps what a field holds for as long as it has the same name, and each line has its own."""
    element = {**element, "action_id": f"{name} {line.key}"}
    return parts.question(name, label, element, hint=hint, optional=optional)


def _positions(chosen: Position) -> Block:
    options = [parts.option(position.label, position.value) for position in Position]
    return parts.choice_input(chosen.value, options)


def reviewed(line: Subject, position: Position) -> str:
    """What is said of the line before the next one."""
    return f"Saved: {escape(named(line))} · {position.label}."


def review_is_over(left: Left, note: str = "") -> Message:
    """Where no line is left after the last one: done, or what was left for later."""
    if left.count:
        lines = f"{many(left.count, 'line')} {are(left.count)}"
        end = f"{lines} left for later. `/g2o plan review` begins with them."
    else:
        quarter = periods.quarter_in_words(left.quarter)
        end = f"Every line is reviewed for {quarter}. `/g2o plan board` shows what changed."
    return Message.plain(f"{note} {end}".strip())


_IMPACTS = [parts.option(impact.label, impact.value) for impact in Impact]
