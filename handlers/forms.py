"""What people fill in, read into frozen requests."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.activities import NewActivity, Opened, Outcome
from bot.agreements import Agreement, ForCase
from bot.audits import LogAudit
from bot.corrections import Amendment
from bot.errors import NotUnderstood, field_of, in_part
from bot.findings import FIELDS, Edit, NewFinding
from bot.new_cases import NewCase
from bot.recommendations import FirstAction, NewRecommendation
from handlers import carried
from handlers.blocks.activity_forms import ALL_YEAR
from handlers.blocks.audit_form import MOST_FINDINGS, MOST_PARTS, NEW_CASE, Detail
from handlers.mentions import who
from handlers.parsing import auditor
from storage.words import Cohort, Grade, Origin, Source


@dataclass(frozen=True)
class Typed:
    """What a form holds, by the name of its field. Empty fields are left out."""

    values: Mapping[str, Any]

    def text(self, field: str) -> str:
        found = self.values.get(field, "")
        return found.strip() if isinstance(found, str) else ""

    def day(self, field: str) -> date | None:
        return carried.day(self.text(field)) if self.values.get(field) else None

    def number(self, field: str) -> int:
        """The id of what was chosen. Raises Refusal."""
        return carried.number(self.text(field))

    def words(self, field: str) -> list[str]:
        found = self.values.get(field, [])
        return list(found) if isinstance(found, list) else []


def chosen_day(form: Typed, field: str) -> date:
    """The day that a form must hold. Raises NotUnderstood."""
    chosen = form.day(field)
    if chosen is None:
        raise NotUnderstood("Please choose a day.", field=field)
    return chosen


def typed(view: Mapping[str, Any]) -> Typed:
    """Reads the state of a submitted form; each block holds one field of its own name."""
    values: dict[str, Any] = {}
    for block_id, elements in view["state"]["values"].items():
        for element in elements.values():
            value = READERS[element["type"]](element) if element["type"] in READERS else None
            if value:
                values[block_id] = value
    return Typed(values)


def _chosen(element: Mapping[str, Any]) -> Any:
    return (element.get("selected_option") or {}).get("value")


READERS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "plain_text_input": lambda element: element.get("value"),
    "datepicker": lambda element: element.get("selected_date"),
    "users_select": lambda element: element.get("selected_user"),
    "conversations_select": lambda element: element.get("selected_conversation"),
    "multi_users_select": lambda element: element.get("selected_users"),
    "external_select": _chosen,
    "static_select": _chosen,
    "checkboxes": lambda element: [option["value"] for option in element.get("selected_options") or []],
}


def audit_form(form: Typed, prefilled: date | None = None) -> LogAudit:
    """The form of `/audit`, as a request. Raises NotUnderstood rather than lose a part.

    `prefilled` is the date that the form has given to actions by itself.
    """
    is_new = form.text("case") == NEW_CASE
    followed = form.words("follow_up")
    return LogAudit(
        case="" if is_new else form.text("case"),
        grade=carried.word(Grade, form.text("grade")),
        audited_on=form.day("date"),
        auditor=auditor(form.text("auditor")),
        sources=sources(form),
        recommendations=tuple(_recommendations(form, prefilled)),
        findings=tuple(_findings(form)),
        new_case=_new_case(form) if is_new else None,
        follows_up=carried.number(followed[0]) if followed else None,
    )


def _new_case(form: Typed) -> NewCase:
    if not form.text("number"):
        # The form has not been told in time that the case is new.
        raise NotUnderstood("Please choose the case again: the form then asks for its number.", field="case")
    team = form.text("team")
    return NewCase(
        form.text("number"), carried.word(Cohort, form.text("cohort")), carried.number(team) if team else None
    )


def _findings(form: Typed) -> Iterator[NewFinding]:
    return (finding for finding in _finding_fields(form) if finding.text)


def _edits(form: Typed, detail: Detail) -> Iterator[Edit]:
    """What was there may go; what is new is to say something."""
    for finding in _finding_fields(form):
        opened = detail.opened(finding.kind, finding.position)
        if opened or finding.text:
            yield Edit(finding, opened)


def _finding_fields(form: Typed) -> Iterator[NewFinding]:
    """Every field that there may be for a finding, the empty ones as well."""
    for kind, name in FIELDS.items():
        for position in range(MOST_FINDINGS):
            text = form.text(field_of(name, position))
            theme = form.text(field_of(f"{name}_theme", position))
            if theme and not text:
                raise NotUnderstood(
                    "Please write what was found, or take the theme away.", field=field_of(name, position)
                )
            yield NewFinding(kind, text, theme or None, position)


def _recommendations(form: Typed, prefilled: date | None) -> Iterator[NewRecommendation]:
    for position in range(MOST_PARTS):
        names = ("recommendation", "theme", "action", "owner", "owner_name")
        is_dated = form.day(field_of("due", position)) not in (None, prefilled)
        if is_dated or any(form.text(field_of(name, position)) for name in names):
            yield recommendation_form(form, position, prefilled)


def amendment_form(form: Typed, detail: Detail) -> Amendment:
    """The form behind Add detail, as a request."""
    grade, auditor = form.text("grade"), form.text("auditor")
    return Amendment(
        audit_id=detail.subject_id,
        version=detail.version,
        sources=sources(form),
        grade=carried.word(Grade, grade) if grade else None,
        audited_on=form.day("date"),
        auditor=who(auditor) if auditor else None,
        findings=tuple(_edits(form, detail)),
    )


def recommendation_form(form: Typed, position: int = 0, prefilled: date | None = None) -> NewRecommendation:
    """A recommendation, the n-th of a form that may have several; with an owner, its first action.

    Raises NotUnderstood rather than lose a part. The date that the form gives by itself is no action.
    """
    with in_part(position):
        text, action = (form.text(field_of(name, position)) for name in ("recommendation", "action"))
        theme = form.text(field_of("theme", position))
        owner = _owner(form, position)
        due_on = form.day(field_of("due", position))
        if not text:
            raise NotUnderstood(
                "Please write the recommendation, or empty what is below it.", field="recommendation"
            )
        if (action or due_on not in (None, prefilled)) and not owner:
            raise NotUnderstood("Please choose who is to do it, or leave the action empty.", field="owner")
        first = FirstAction(owner, action, due_on, _owner_field(form, position)) if owner else None
        origin = form.text(field_of("origin", position)) or Origin.AUDIT
        return NewRecommendation(text, first, theme or None, position, carried.word(Origin, origin))


def owner(form: Typed) -> str:
    """Who a form says is to do it, one way or the other. Raises NotUnderstood."""
    chosen = _owner(form, 0)
    if not chosen:
        raise NotUnderstood("Please choose who is to do it.", field="owner")
    return chosen


def _owner(form: Typed, position: int) -> str:
    """Somebody in Slack, or the name of somebody who is not."""
    chosen, named = (form.text(field_of(name, position)) for name in ("owner", "owner_name"))
    if chosen and named:
        raise NotUnderstood("You have chosen an owner above, so please leave this empty.", field="owner_name")
    return chosen or named


def _owner_field(form: Typed, position: int) -> str:
    """Which of the two says who it is."""
    return "owner" if form.text(field_of("owner", position)) else "owner_name"


def agreement_form(form: Typed, recommendation_id: int) -> Agreement:
    """An action for a recommendation that is there. Raises NotUnderstood."""
    if not _owner(form, 0):
        raise NotUnderstood("Please choose who is to do it.", field="owner")
    return Agreement(
        recommendation_id=recommendation_id,
        text=form.text("action"),
        owner=_owner(form, 0),
        due_on=form.day("due"),
        owner_field=_owner_field(form, 0),
    )


def making_form(form: Typed) -> ForCase:
    """An action for a case, out of what somebody wrote. Raises NotUnderstood."""
    if not _owner(form, 0):
        raise NotUnderstood("Please choose who is to do it.", field="owner")
    return ForCase(
        case=form.text("case"),
        text=form.text("action"),
        owner=_owner(form, 0),
        due_on=form.day("due"),
        owner_field=_owner_field(form, 0),
    )


def activity_form(form: Typed, year: int) -> NewActivity:
    """An activity of the programme of that year. Raises NotUnderstood."""
    chosen, named = form.text("kind"), form.text("other_kind")
    if chosen and named:
        raise NotUnderstood("You have chosen a kind above, so please leave this empty.", field="other_kind")
    if not chosen and not named:
        raise NotUnderstood("Please choose what kind of activity it is.", field="kind")
    month = form.text("month")
    return NewActivity(
        year=year,
        kind=chosen or named,
        theme=form.text("theme"),
        by=form.text("by"),
        month=None if month == ALL_YEAR else carried.day(month),
    )


def outcome_form(form: Typed, detail: Detail) -> Outcome:
    """What came of an activity of the programme. Raises NotUnderstood rather than lose a part."""
    return Outcome(
        of=Opened(detail.subject_id, detail.version),
        done_on=form.day("done_on"),
        done_undated=bool(form.words("undated")),
        by=form.text("by"),
        note=form.text("note"),
        findings=tuple(_edits(form, detail)),
        recommendations=tuple(_recommendations(form, None)),
    )


def sources(form: Typed) -> frozenset[Source]:
    """Which of the four sources are ticked."""
    return frozenset(carried.word(Source, word) for word in form.words("sources"))
