"""The form of `/audit`, which grows as findings and recommendations are added to it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from bot.errors import field_of
from bot.findings import FIELDS
from handlers.blocks import actions, audits, parts
from handlers.blocks.parts import Block, View
from storage.words import Cohort, FindingKind

# How many findings of a kind, and how many recommendations, the form takes.
MOST_PARTS = 5
FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class Shape:
    """How far the form has grown, carried along by it.

    `due` is the date that the grade gives to actions, `earlier` the day of the case's audit before this one.
    """

    strength: int = 1
    area: int = 1
    recommendation: int = 1
    new_case: int = 0
    with_action: bool = True
    due: str = ""
    earlier: str = ""

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> "Shape":
        return cls(**json.loads(text))

    def grown(self, part: str) -> "Shape":
        """With one more of that part: "strength", "area", "recommendation" or "new_case"."""
        most = 1 if part == "new_case" else MOST_PARTS
        return replace(self, **{part: min(getattr(self, part) + 1, most)})


def form(values: Mapping[str, Any], shape: Shape) -> View:
    """`values` are what it holds already, by field."""
    return View(
        title="Log an audit",
        callback_id="log_audit",
        submit="Record",
        carried=str(shape),
        blocks=[
            *_case(values, shape),
            *audits.about_the_audit(values, tells_grade=True),
            *_findings(values, FindingKind.STRENGTH, shape.strength),
            *_findings(values, FindingKind.AREA, shape.area),
            *_recommendations(values, shape),
        ],
    )


def values_at_first(reference: str, today: date, auditor: str) -> dict[str, Any]:
    """What the form holds when it opens."""
    return {"case": reference, "date": today.isoformat(), "auditor": auditor}


def _case(values: Mapping[str, Any], shape: Shape) -> Sequence[Block]:
    chosen = parts.option(values["case"], values["case"]) if values.get("case") else None
    blocks = [
        parts.question(
            "case",
            "Case",
            parts.case_input(chosen),
            hint="By its reference, such as K7Q2M, or the case system's number. Never a name.",
            optional=True,
        ),
        *(_new_case(values) if shape.new_case else [_more("The case is not in the list", "new_case")]),
    ]
    if shape.earlier:
        tick = [parts.option(f"This follows up the audit of {shape.earlier}", FOLLOW_UP)]
        blocks.append(
            parts.question("more", "Follow-up", parts.ticks_input(values.get("more"), tick), optional=True)
        )
    return blocks


def _new_case(values: Mapping[str, Any]) -> Sequence[Block]:
    cohorts = [parts.option(cohort.label, cohort.value) for cohort in Cohort]
    return [
        parts.question(
            "number",
            "The number of the new case",
            parts.text_input(values.get("number"), longest=40),
            hint="The case system's number. It is never shown: the case gets a reference of its own.",
            optional=True,
        ),
        parts.question(
            "cohort", "Its cohort", parts.choice_input(values.get("cohort"), cohorts), optional=True
        ),
    ]


def _findings(values: Mapping[str, Any], kind: FindingKind, count: int) -> Sequence[Block]:
    name, label = FIELDS[kind], kind.label
    blocks: list[Block] = []
    for position in range(count):
        field, called = field_of(name, position), _called(label, position)
        blocks += [
            parts.question(
                field,
                called,
                parts.text_input(values.get(field), longest=1000, multiline=True),
                optional=True,
            ),
            audits.theme_question(values, field_of(f"{name}_theme", position), called.lower()),
        ]
    another = "Another strength" if kind is FindingKind.STRENGTH else "Another area for development"
    return [*blocks, *([_more(another, name)] if count < MOST_PARTS else [])]


def _recommendations(values: Mapping[str, Any], shape: Shape) -> Sequence[Block]:
    blocks: list[Block] = []
    for position in range(shape.recommendation):
        blocks += [
            audits.recommendation_question(values, optional=True, position=position),
            audits.theme_question(values, field_of("theme", position), _called("recommendation", position)),
        ]
        if shape.with_action:
            blocks += actions.action_questions(values, optional=True, position=position, prefilled=shape.due)
    is_full = shape.recommendation == MOST_PARTS
    return [*blocks, *([] if is_full else [_more("Another recommendation", "recommendation")])]


def _called(label: str, position: int) -> str:
    """ "Strength", "Strength 2"."""
    return label if position == 0 else f"{label} {position + 1}"


def _more(text: str, part: str) -> Block:
    return parts.actions(parts.button(text, "add_to_form", part)) | {"block_id": f"more {part}"}
