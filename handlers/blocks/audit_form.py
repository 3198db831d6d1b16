"""The form of `/audit` and the one behind Add detail, which grow as more is added to them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from bot.errors import field_of
from bot.findings import FIELDS, Opened
from bot.rules import dates
from handlers import carried
from handlers.blocks import actions, audits, parts, recommendations
from handlers.blocks.parts import Block, View
from storage.models import Activity, Audit, Finding
from storage.words import Cohort, FindingKind

# How many findings of a kind, and how many recommendations, the form takes; and how many findings any form.
MOST_PARTS = 5
MOST_FINDINGS = 10
GROWING = ("strength", "area", "recommendation")
# What the list of cases offers beside those that are there, and how it is written.
NEW_CASE = "new"
NEW_CASE_TEXT = "New case (give its number below)"
MOST_TEAMS = 100
HINTS = {
    FindingKind.STRENGTH: "What works well. No names, no dates of birth, no addresses.",
    FindingKind.AREA: "What is to get better. No names, no dates of birth, no addresses.",
}


@dataclass(frozen=True)
class Shape:
    """How far the form has grown, carried along by it.

    `case` is how the list writes the case, `due` the date that the grade gives to actions, `first` the id of
    the audit that this one may follow up, and `first_on` its day in words.
    """

    strength: int = 1
    area: int = 1
    recommendation: int = 1
    case: str = ""
    new_case: bool = False
    with_action: bool = True
    due: str = ""
    first: int = 0
    first_on: str = ""

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> "Shape":
        read = carried.shape(cls, text)
        carried.require(holds=max(read.strength, read.area, read.recommendation) <= MOST_PARTS)
        return read

    def grown(self, part: str) -> "Shape":
        """With one more of that part: "strength", "area" or "recommendation"."""
        carried.require(holds=part in GROWING)
        return replace(self, **{part: min(getattr(self, part) + 1, MOST_PARTS)})

    def following(self, first: Audit | None) -> "Shape":
        """With the audit that this one may be the follow-up of, or none."""
        if first is None:
            return replace(self, first=0, first_on="")
        return replace(self, first=first.id, first_on=dates.in_words(first.audited_on))


def form(values: Mapping[str, Any], shape: Shape, teams: Sequence[tuple[str, str]] = ()) -> View:
    """`values` are what it holds already, by field; `teams`, by name and id, those of a new case."""
    return View(
        title="Log an audit",
        callback_id="log_audit",
        submit="Record",
        carried=str(shape),
        blocks=[
            *_case(values, shape, teams),
            *audits.about_the_audit(values, tells_grade=True),
            *findings_questions(values, FindingKind.STRENGTH, shape.strength),
            *findings_questions(values, FindingKind.AREA, shape.area),
            *_recommendations(values, shape),
        ],
    )


@dataclass(frozen=True)
class Detail:
    """Which version of an audit or an activity a form was opened on, and how far it has grown.

    `strengths` and `areas` are those that were there, by id and version, in the order of their fields.
    `most` is how many of a kind there may be; the form of an audit has no recommendations.
    """

    subject_id: int
    version: int
    strengths: Sequence[Sequence[int]] = ()
    areas: Sequence[Sequence[int]] = ()
    strength: int = 1
    area: int = 1
    is_moderated: bool = False
    recommendation: int = 1
    most: int = MOST_PARTS

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> "Detail":
        read = carried.shape(cls, text)
        carried.require(holds=max(read.strength, read.area, read.recommendation, read.most) <= MOST_FINDINGS)
        carried.require(holds=all(len(pair) == 2 for pair in (*read.strengths, *read.areas)))
        return read

    @classmethod
    def of(cls, subject: Audit | Activity, found: Sequence[Finding], most: int = MOST_PARTS) -> "Detail":
        """With room for one more of each kind."""
        there = {kind: [[one.id, one.version] for one in _of_kind(found, kind, most)] for kind in FindingKind}
        strengths, areas = there[FindingKind.STRENGTH], there[FindingKind.AREA]
        strength, area = (min(len(ids) + 1, most) for ids in (strengths, areas))
        is_moderated = isinstance(subject, Audit) and subject.moderated_grade is not None
        return cls(subject.id, subject.version, strengths, areas, strength, area, is_moderated, most=most)

    def opened(self, kind: FindingKind, position: int) -> Opened | None:
        """The finding that was there in that field, if one was."""
        there = self.strengths if kind is FindingKind.STRENGTH else self.areas
        return Opened(*there[position]) if position < len(there) else None

    def grown(self, part: str) -> "Detail":
        """With one more of that part: "strength", "area" or "recommendation"."""
        carried.require(holds=part in GROWING)
        most = MOST_PARTS if part == "recommendation" else self.most
        return replace(self, **{part: min(getattr(self, part) + 1, most)})


def detail_form(values: Mapping[str, Any], detail: Detail) -> View:
    """The form behind Add detail."""
    return View(
        title="Detail of the audit",
        callback_id="amend_audit",
        submit="Save",
        carried=str(detail),
        blocks=[
            *_about(values, detail),
            *findings_questions(values, FindingKind.STRENGTH, detail.strength, "add_to_detail"),
            *findings_questions(values, FindingKind.AREA, detail.area, "add_to_detail"),
        ],
    )


def _about(values: Mapping[str, Any], detail: Detail) -> Sequence[Block]:
    """What a moderated audit says stands; only its sources may still be added to."""
    if not detail.is_moderated:
        return audits.about_the_audit(values)
    return [
        parts.context("It was moderated, so its grade, day and auditor stand."),
        audits.sources_input(values),
    ]


def detail_values(audit: Audit, found: Sequence[Finding]) -> dict[str, Any]:
    """What it holds when it opens."""
    values: dict[str, Any] = {
        "date": audit.audited_on.isoformat(),
        "auditor": audit.auditor_name,
        "grade": audit.grade.value,
        "sources": [source.value for source in audit.sources],
    }
    return values | findings_values(found, MOST_PARTS)


def findings_values(found: Sequence[Finding], most: int) -> dict[str, Any]:
    """What a form holds of the findings that were there."""
    values: dict[str, Any] = {}
    for kind, name in FIELDS.items():
        for position, finding in enumerate(_of_kind(found, kind, most)):
            values[field_of(name, position)] = finding.text
            values[field_of(f"{name}_theme", position)] = finding.theme
    return values


def _of_kind(found: Sequence[Finding], kind: FindingKind, most: int) -> Sequence[Finding]:
    """Those that the form has room for."""
    return [finding for finding in found if finding.kind is kind][:most]


def values_at_first(reference: str, today: date, auditor: str) -> dict[str, Any]:
    """What the form holds when it opens."""
    return {"case": reference, "date": today.isoformat(), "auditor": auditor}


def _case(values: Mapping[str, Any], shape: Shape, teams: Sequence[tuple[str, str]]) -> Sequence[Block]:
    chosen = values.get("case")
    option = (
        parts.option(NEW_CASE_TEXT if shape.new_case else shape.case or chosen, chosen) if chosen else None
    )
    blocks = [
        parts.question(
            "case",
            "Case",
            parts.case_input(option),
            hint="Type its reference, such as K7Q2M, or the case system's number. Never a name.",
            tells_at_once=True,
        ),
        *(_new_case(values, teams) if shape.new_case else ()),
    ]
    if shape.first:
        tick = parts.option(f"This is the follow-up audit of the one on {shape.first_on}", str(shape.first))
        ticks = parts.ticks_input(values.get("follow_up"), [tick])
        # Another case has another audit before it: the tick of the one is not that of the other.
        ticks["action_id"] = f"follow_up {shape.first}"
        blocks.append(parts.question("follow_up", "Follow-up", ticks, optional=True))
    return blocks


def _new_case(values: Mapping[str, Any], teams: Sequence[tuple[str, str]]) -> Sequence[Block]:
    cohorts = [parts.option(cohort.label, cohort.value) for cohort in Cohort]
    of_teams = [parts.option(name, team_id) for name, team_id in teams[:MOST_TEAMS]]
    return [
        parts.question(
            "number",
            "Number of the new case",
            parts.text_input(values.get("number"), longest=40),
            hint="The case system's number. It is never shown: the case gets a reference of its own.",
        ),
        parts.question("cohort", "Its cohort", parts.choice_input(values.get("cohort"), cohorts)),
        *(
            [
                parts.question(
                    "team", "Its team", parts.choice_input(values.get("team"), of_teams), optional=True
                )
            ]
            if of_teams
            else ()
        ),
    ]


def findings_questions(
    values: Mapping[str, Any],
    kind: FindingKind,
    count: int,
    more: str = "add_to_form",
    most: int = MOST_PARTS,
) -> Sequence[Block]:
    """So many findings of a kind with their themes, and the button `more` where there may be another."""
    name, label = FIELDS[kind], kind.label
    blocks: list[Block] = []
    for position in range(count):
        field, called = field_of(name, position), parts.numbered(label, position)
        blocks += [
            parts.question(
                field,
                called,
                parts.text_input(values.get(field), longest=1000, multiline=True),
                hint=HINTS[kind],
                optional=True,
            ),
            recommendations.theme_question(values, field_of(f"{name}_theme", position), called.lower()),
        ]
    another = "Another strength" if kind is FindingKind.STRENGTH else "Another area for development"
    return [*blocks, *([more_button(another, name, more)] if count < most else [])]


def _recommendations(values: Mapping[str, Any], shape: Shape) -> Sequence[Block]:
    blocks: list[Block] = []
    for position in range(shape.recommendation):
        blocks += [
            recommendations.recommendation_question(values, optional=True, position=position),
            recommendations.theme_question(
                values, field_of("theme", position), parts.numbered("recommendation", position)
            ),
        ]
        if shape.with_action:
            blocks += actions.action_questions(values, optional=True, position=position, prefilled=shape.due)
    is_full = shape.recommendation == MOST_PARTS
    return [*blocks, *([] if is_full else [more_button("Another recommendation", "recommendation")])]


def more_button(text: str, part: str, action_id: str = "add_to_form") -> Block:
    """The button by which a form grows by one more of that part."""
    return parts.actions(parts.button(text, action_id, part)) | {"block_id": f"more {part}"}
