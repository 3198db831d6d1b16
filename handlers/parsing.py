"""What people type and choose, read into frozen requests; or a Refusal with the nearest right form.

Nothing that was typed is repeated in a refusal: it may hold a child's name.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot import free_text
from bot.actions import Agreement, Asked
from bot.audits import Amendment, LogAudit
from bot.errors import NotUnderstood
from bot.nearest import nearest
from bot.recommendations import FirstAction, NewRecommendation
from bot.reports.digest import Whose
from bot.reports.figures import FIRST_YEAR, Years
from bot.rules import dates, grades, references, workdays
from bot.rules.spellings import COHORTS, plain
from storage.words import Cohort, Grade, Source

ACTION_FIELDS = ("action", "owner", "due")

_AUDIT_LINE = re.compile(
    r"(?P<grade>.+?)"
    r"(?:\s+on\s+(?P<on>.+?))?"
    r"(?:\s+by\s+(?P<by>.+?))?"
    r"(?:\s+on\s+(?P<late_on>.+?))?$",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_WEEKDAY = re.compile(r"mon|tue|wed|thu|fri|sat|sun")
_DAY_AND_MONTH = re.compile(rf"^\d{{1,2}}[./-]\d{{1,2}}$|\b{_MONTH}")
_UNTIL = re.compile(r"^(?:until|till|to)\s+", re.IGNORECASE)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_LEAVE = re.compile(
    r"(?:from\s+)?(?P<first>.+?)"
    rf"(?:(?:\s+(?:to|until|till|-)\s+|\s*–\s*|(?<=\d)-(?={_NTH}\s+{_MONTH}))(?P<last>.+?))?"
    r"(?:[\s,]+cover(?:ed\s+by)?:?\s+(?P<cover>.+))?$",
    re.IGNORECASE,
)
_DAY_ALONE = re.compile(_NTH, re.IGNORECASE)
_RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1}
_MENTION = re.compile(r"<@(?P<id>[A-Z0-9]+)(?:\|[^>]*)?>")
_YEARS = re.compile(r"(?P<first>20\d\d)(?:\s*(?:\.\.+|-|–|to)\s*(?P<last>20\d\d))?$")


@dataclass(frozen=True)
class AuditToAmend:
    """Which version of which audit a form was opened on, carried by the form."""

    audit_id: int
    version: int


@dataclass(frozen=True)
class LeaveAsked:
    """When somebody is away, the last day included. `cover` and `whose` are Slack user ids or names."""

    starts_on: date
    ends_on: date
    cover: str | None = None
    whose: str | None = None


def audit_line(text: str, today: date) -> LogAudit:
    """`REF GRADE [on DATE] [by AUDITOR]`. Raises NotUnderstood, or PersonalDetails."""
    case, rest = (*text.split(maxsplit=1), "")[:2]
    # A mention is no personal detail, though its figures may look like a telephone number.
    free_text.refuse_personal_details(_MENTION.sub("", rest))
    line = _AUDIT_LINE.match(rest.strip())
    grade = grades.read(line["grade"]) if line else None
    if line is None or grade is None:
        raise NotUnderstood(_nearest_audit_line(case, line))
    on = line["on"] or line["late_on"]
    return LogAudit(
        case=case,
        grade=grade,
        audited_on=day(on, today) if on else None,
        auditor=auditor(line["by"]),
    )


def _nearest_audit_line(case: str, line: re.Match[str] | None) -> str:
    reference = references.read(case) or "K7Q2M"
    near = nearest(line["grade"].lower(), (grade.label.lower() for grade in Grade)) if line else None
    if line is not None and near is not None:
        # The date and the auditor are not repeated, but must not be forgotten either.
        more = " …" if line["on"] or line["by"] or line["late_on"] else ""
        return f"I could not read the grade. Did you mean `/audit {reference} {near}{more}`?"
    return (
        "I could not read that as an audit. Write `/audit REF GRADE`, for example "
        "`/audit K7Q2M good on 14 March by A. Auditor`. A grade is outstanding, good, "
        "requires improvement (or ri), inadequate, or not graded."
    )


def who(text: str) -> str:
    """A Slack user id where somebody was mentioned, else the name as typed."""
    mentioned = _MENTION.search(text)
    return mentioned["id"] if mentioned else text.strip()


def auditor(text: str | None) -> str | None:
    """Whoever is named; None, which is the person who types, for nobody, "me" and "myself"."""
    named = who(text or "")
    return None if named.lower() in ("", "me", "myself", "i") else named


def day(text: str, today: date) -> date:
    """A date as people type it, day first; without a year it is the last one. Raises NotUnderstood."""
    read = _read_day(text, today, prefer="past")
    if read is None:
        raise NotUnderstood(
            "I could not read the date. Write it with the day first, for example 14 March 2025 or 14/3/2025."
        )
    return read


def coming_day(text: str, today: date) -> date:
    """A date that lies ahead: "friday" and "14 March" are the next ones, and today's date is today.

    Raises NotUnderstood. A date with its year is taken as it stands.
    """
    read = _next_weekday(text.strip().lower(), today) or _read_day(text, today, prefer="future")
    if read is None:
        raise NotUnderstood(
            "I could not read the date. Write it with the day first: Friday, 14 March or 14/3/2025."
        )
    return read


def _read_day(text: str, today: date, *, prefer: str) -> date | None:
    read = _in_full(text) or _as_spoken(text.strip().lower(), today, prefer)
    weekday = _WEEKDAY.match(text.strip().lower())
    if read and weekday and weekday[0] != f"{read:%a}".lower():
        was = "is" if prefer == "future" and read >= today else "was"
        raise NotUnderstood(
            f"The day of the week does not fit: it {was} {dates.in_words(read)}. Which is it?"
        )
    return read


def _next_weekday(word: str, today: date) -> date | None:
    """The next day of that name; said on a Friday, Friday is a week away."""
    try:
        days = workdays.read_days(word) if word.isalpha() else ()
    except ValueError:
        return None
    return min((today + timedelta(days=(day - today.weekday() - 1) % 7 + 1) for day in days), default=None)


def _in_full(text: str) -> date | None:
    from bot.intake import cells  # noqa: PLC0415 - needed only when somebody types a date

    try:
        return cells.day(text.strip())
    except ValueError:
        return None


def _as_spoken(words: str, today: date, prefer: str) -> date | None:
    """Without a year, or as "yesterday". Figures alone must be a day and a month."""
    if words in _RELATIVE:
        return today + timedelta(days=_RELATIVE[words])
    if not _DAY_AND_MONTH.search(words):
        return None
    import dateparser  # noqa: PLC0415 - heavy, and needed only when somebody types such a date

    read: datetime | None = dateparser.parse(
        words,
        languages=["en"],
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": prefer,
            # Today's own date is today, whichever way one looks.
            "RELATIVE_BASE": datetime.combine(
                today if prefer == "past" else today - timedelta(days=1), time(12)
            ),
            "REQUIRE_PARTS": ["day", "month"],
        },
    )
    return read.date() if read else None


def pause_until(text: str, today: date) -> date | None:
    """`[until DATE]`: the day on which reminders begin again. Raises NotUnderstood with the right form."""
    words = _UNTIL.sub("", text.strip())
    if not words:
        return None
    form = "Write `/g2o pause`, `/g2o pause until Friday` or `/g2o pause off`."
    return _with_form(words, today, form)


def whose_leave(text: str) -> tuple[str, str | None]:
    """What stands before `for PERSON`, and the person; None where it is one's own leave."""
    before, _, whom = text.partition(" for ")
    return before.strip(), who(whom) if whom.strip() else None


def leave(text: str, today: date) -> LeaveAsked:
    """`FROM to DATE [cover PERSON] [for PERSON]`, or one day alone. Raises NotUnderstood with the form."""
    text, whose = whose_leave(text)
    form = "Write for example `/g2o leave 14 April to 25 April cover Grace Obi`, or `/g2o leave off`."
    line = _LEAVE.match(text.strip())
    if line is None:
        raise NotUnderstood(f"From when to when are you away? {form}")
    first, last = line["first"], line["last"]
    if last and _DAY_ALONE.fullmatch(first):
        # In "14 to 25 April" the month is said once.
        first += _DAY_ALONE.sub("", last, count=1)
    starts_on = _with_form(first, today, form)
    # What ends a leave lies after what begins it, but tomorrow is tomorrow.
    since = today if last and last.strip().lower() in _RELATIVE else starts_on
    ends_on = _with_form(last, since, form) if last else starts_on
    return LeaveAsked(starts_on, ends_on, who(line["cover"]) if line["cover"] else None, whose)


def _with_form(text: str, today: date, form: str) -> date:
    try:
        return coming_day(text, today)
    except NotUnderstood as problem:
        free_text.refuse_personal_details(_MENTION.sub("", text))
        raise NotUnderstood(f"{problem.message} {form}") from None


def asked(text: str, teams: Sequence[str]) -> Asked:
    """Whose actions: `me`, a team, a cohort, or `all`. Raises NotUnderstood with the nearest of them."""
    words = plain(text)
    choices: dict[str, Asked] = {
        **{word: Asked(mine=True) for word in ("me", "mine", "my")},
        **{word: Asked() for word in ("", "all", "everything")},
        **{word: Asked(cohort=cohort) for word, cohort in COHORTS.items()},
        **{plain(team): Asked(team=team) for team in teams},
    }
    if words in choices:
        return choices[words]
    free_text.refuse_personal_details(text)
    long_enough = (word for word in choices if len(word) > 3)
    near = nearest(words, long_enough)
    form = "`/overdue` takes me, a team, a cohort such as care leavers, or all."
    if near is None:
        raise NotUnderstood(f"I do not know whose actions you mean. {form}")
    raise NotUnderstood(f"Did you mean `/overdue {name_of(choices[near])}`? {form}")


def name_of(choice: Asked) -> str:
    """The words by which the choice is asked for."""
    if choice.mine:
        return "me"
    return choice.team or (choice.cohort.plural.lower() if choice.cohort else "all")


def grades_asked(text: str) -> tuple[Cohort | None, Years | None]:
    """`[COHORT] [YEAR..YEAR]`. Raises NotUnderstood."""
    words = " ".join(text.lower().split())
    years = _YEARS.search(words)
    group = plain(words[: years.start()] if years else words)
    if group and group not in COHORTS:
        free_text.refuse_personal_details(text)
        near = nearest(group, (word for word in COHORTS if len(word) > 3))
        hint = f"Did you mean `/g2o grades {near}`? " if near else ""
        raise NotUnderstood(
            f"{hint}`/g2o grades` takes a cohort and years, for example "
            "`/g2o grades care leavers 2016..2018`."
        )
    return COHORTS.get(group), _years(years) if years else None


def digest_asked(text: str, teams: Sequence[str]) -> Whose:
    """`[TEAM | all]`. Raises NotUnderstood with the nearest team."""
    words = plain(text)
    choices: dict[str, Whose] = {
        "": Whose(),
        **{plain(team): Whose(team=team) for team in teams},
        **{word: Whose(service=True) for word in ("all", "service", "whole service", "everything")},
    }
    if words in choices:
        return choices[words]
    free_text.refuse_personal_details(text)
    near = nearest(words, (word for word in choices if len(word) > 3))
    form = "`/g2o digest` takes a team, or all for the whole service."
    if near is None:
        raise NotUnderstood(f"I do not know whose digest you mean. {form}")
    raise NotUnderstood(f"Did you mean `/g2o digest {choices[near].team or 'all'}`? {form}")


def _years(match: re.Match[str]) -> Years:
    first, last = int(match["first"]), int(match["last"] or match["first"])
    if last < first:
        first, last = last, first
    return Years(max(first, FIRST_YEAR), last)


def action_number(text: str) -> int:
    """`A17` or `17`. Raises NotUnderstood."""
    digits = text.strip().lstrip("#aA")
    if not digits.isdecimal() or len(digits) > 9:
        raise NotUnderstood("An action is written like A17. `/g2o mine` lists yours.")
    return int(digits)


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


def without_nul(text: str) -> str:
    """The text without the one character that PostgreSQL cannot even look for."""
    return text.replace("\0", "")


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
