"""What people fill in, read into frozen requests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.actions import Agreement
from bot.audits import Amendment, LogAudit
from bot.errors import NotUnderstood
from bot.recommendations import FirstAction, NewRecommendation
from handlers.mentions import who
from handlers.parsing import auditor, without_nul
from storage.words import Grade, Source

ACTION_FIELDS = ("action", "owner", "due")


@dataclass(frozen=True)
class AuditToAmend:
    """Which version of which audit a form was opened on, carried by the form."""

    audit_id: int
    version: int


@dataclass(frozen=True)
class Typed:
    """What a form holds, by the name of its field. Empty fields are left out."""

    values: Mapping[str, Any]

    def text(self, field: str) -> str:
        return str(self.values.get(field, "")).strip()

    def day(self, field: str) -> date | None:
        return date.fromisoformat(self.values[field]) if self.values.get(field) else None

    def words(self, field: str) -> list[str]:
        return list(self.values.get(field, []))


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
            value = _value(element)
            if value:
                values[block_id] = value
    return Typed(values)


def _value(element: Mapping[str, Any]) -> Any:
    readers: Mapping[str, Callable[[], Any]] = {
        "plain_text_input": lambda: without_nul(element.get("value") or ""),
        "datepicker": lambda: element.get("selected_date"),
        "users_select": lambda: element.get("selected_user"),
        "static_select": lambda: (element.get("selected_option") or {}).get("value"),
        "checkboxes": lambda: [option["value"] for option in element.get("selected_options") or []],
    }
    return readers[element["type"]]()


def audit_form(form: Typed) -> LogAudit:
    """The form of `/audit`, as a request."""
    has_recommendation = any(form.text(field) for field in ("recommendation", *ACTION_FIELDS))
    return LogAudit(
        case=form.text("case"),
        grade=Grade(form.text("grade")),
        audited_on=form.day("date"),
        auditor=auditor(form.text("auditor")),
        sources=sources(form),
        recommendation=recommendation_form(form) if has_recommendation else None,
    )


def amendment_form(form: Typed, opened: AuditToAmend) -> Amendment:
    """The form behind Add detail, as a request."""
    audited_on = form.day("date")
    if audited_on is None:
        raise NotUnderstood("Please give the day the audit was done.")
    return Amendment(
        audit_id=opened.audit_id,
        version=opened.version,
        grade=Grade(form.text("grade")),
        audited_on=audited_on,
        auditor=who(form.text("auditor")),
        sources=sources(form),
    )


def recommendation_form(form: Typed) -> NewRecommendation:
    """A recommendation; with an owner, its first action. Raises NotUnderstood rather than lose a part."""
    owner = form.text("owner")
    has_action = any(form.text(field) for field in ACTION_FIELDS)
    if not form.text("recommendation"):
        raise NotUnderstood("Please write the recommendation that the action is for.", field="recommendation")
    if has_action and not owner:
        raise NotUnderstood("Please choose who is to do it, or leave the action empty.", field="owner")
    first = FirstAction(owner=owner, text=form.text("action"), due_on=form.day("due")) if owner else None
    return NewRecommendation(text=form.text("recommendation"), action=first)


def agreement_form(form: Typed, recommendation_id: int) -> Agreement:
    """An action for a recommendation that is there."""
    return Agreement(
        recommendation_id=recommendation_id,
        text=form.text("action"),
        owner=form.text("owner"),
        due_on=form.day("due"),
    )


def sources(form: Typed) -> frozenset[Source]:
    """Which of the four sources are ticked."""
    return frozenset(Source(word) for word in form.words("sources"))
