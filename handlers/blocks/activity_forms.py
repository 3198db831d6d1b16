"""The forms of an activity: what is planned, and what came of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot import activities
from bot.activities import ActivityPage
from bot.errors import field_of
from bot.rules import programme as rules
from bot.visit import Day
from handlers.blocks import actions, audit_form, parts, recommendations
from handlers.blocks.activities import DURING_THE_YEAR, line, state
from handlers.blocks.audit_form import MOST_PARTS, Detail
from handlers.blocks.parts import Block, View, escape
from storage.models import Activity
from storage.words import FindingKind

# What the list of months says of what goes on all year.
ALL_YEAR = "all year"


MOST_OPTIONS = 100
UNDATED = "It was done, and nobody knows the day"


def add_form(values: Mapping[str, Any], year: int, kinds: Sequence[str]) -> View:
    """The form behind Add activity."""
    return View(
        title=f"Programme {rules.in_words(year)}",
        callback_id="add_activity",
        submit="Add",
        carried=str(year),
        blocks=_plan(values, year, kinds),
    )


def change_form(about: Activity, kinds: Sequence[str], carried: str) -> View:
    """The form that plans an activity anew."""
    values = {
        "kind": about.kind,
        "theme": about.theme,
        "by": about.by,
        "month": about.month.isoformat() if about.month else ALL_YEAR,
    }
    return View(
        title="Change an activity",
        callback_id="change_activity",
        submit="Save",
        carried=carried,
        blocks=_plan(values, about.year, kinds),
    )


def _plan(values: Mapping[str, Any], year: int, kinds: Sequence[str]) -> Sequence[Block]:
    months = [
        *(parts.option(rules.month_in_words(month), month.isoformat()) for month in rules.months(year)),
        parts.option(DURING_THE_YEAR, ALL_YEAR),
    ]
    return [
        parts.question(
            "kind",
            "Kind",
            parts.choice_input(
                values.get("kind"), [parts.option(kind, kind) for kind in kinds[:MOST_OPTIONS]]
            ),
            optional=True,
        ),
        parts.question(
            "other_kind",
            "Or another kind",
            parts.text_input(None, longest=activities.LONGEST_KIND),
            hint="Only where none of the list fits, such as Practice week.",
            optional=True,
        ),
        parts.question(
            "theme",
            "Theme",
            parts.text_input(values.get("theme"), longest=activities.LONGEST_THEME),
            hint="What it looks at, such as pathway plans. No names of children.",
            optional=True,
        ),
        parts.question(
            "by",
            "By whom",
            parts.text_input(values.get("by"), longest=activities.LONGEST_BY),
            hint="In-house, an outside organisation, or a post such as the Assistant Director.",
            optional=True,
        ),
        parts.question("month", "Planned for", parts.choice_input(values.get("month"), months)),
    ]


def record_values(shown: ActivityPage, day: Day) -> dict[str, Any]:
    """What the form behind Record holds when it opens."""
    about = shown.activity
    values = {
        "done_on": _proposed(about, day),
        "undated": ["undated"] if about.done_undated else [],
        "by": about.by,
        "note": about.note,
    }
    return values | audit_form.findings_values(shown.findings, audit_form.MOST_FINDINGS)


def _proposed(about: Activity, day: Day) -> str | None:
    """Today, while the year runs; of what was done a year ago nobody wants that day."""
    if about.done_on is not None:
        return about.done_on.isoformat()
    return None if about.is_done or rules.is_over(about.year, day.date) else day.date.isoformat()


def record_form(values: Mapping[str, Any], about: Activity, detail: Detail, *, day: Day) -> View:
    """What came of an activity; `values` are what the form holds already."""
    more = "add_to_activity"
    by = parts.text_input(values.get("by"), longest=activities.LONGEST_BY)
    return View(
        title="Record an activity",
        callback_id="record_activity",
        submit="Record",
        carried=str(detail),
        blocks=[
            parts.section(f"{escape(about.kind)}\n{line(about)}\n{state(about, day).capitalize()}"),
            parts.question(
                "done_on",
                "Done on",
                parts.date_input(values.get("done_on")),
                hint="Leave empty while it is not done yet.",
                optional=True,
            ),
            parts.question(
                "undated",
                "If the day is not known",
                parts.ticks_input(values.get("undated"), [parts.option(UNDATED, "undated")]),
                optional=True,
            ),
            parts.question("by", "By whom", by, optional=True),
            parts.question(
                "note",
                "Note",
                parts.text_input(values.get("note"), longest=1000, multiline=True),
                hint="How it was done, and where the full report is. No names of children, no addresses.",
                optional=True,
            ),
            *audit_form.findings_questions(values, FindingKind.STRENGTH, detail.strength, more, detail.most),
            *audit_form.findings_questions(values, FindingKind.AREA, detail.area, more, detail.most),
            *_new_recommendations(values, about, detail.recommendation, more),
        ],
    )


def _new_recommendations(
    values: Mapping[str, Any], about: Activity, count: int, more: str
) -> Sequence[Block]:
    """Those that it has made already are on its page."""
    blocks: list[Block] = []
    for position in range(count):
        called = parts.numbered("recommendation", position)
        origin = field_of("origin", position)
        chosen = values.get(origin) or activities.origin_of(about).value
        blocks += [
            recommendations.recommendation_question(values, optional=True, position=position),
            recommendations.theme_question(values, field_of("theme", position), called),
            recommendations.origin_question(origin, chosen, called),
            *actions.action_questions(
                values,
                optional=True,
                position=position,
                due_hint=recommendations.OF_THE_SERVICE,
            ),
        ]
    another = audit_form.more_button("Another recommendation", "recommendation", more)
    return [*blocks, *([another] if count < MOST_PARTS else [])]
