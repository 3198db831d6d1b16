"""What people type and choose, read into frozen requests; or a Refusal with the nearest right form.

Nothing that was typed is repeated in a refusal: it may hold a child's name.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot import free_text
from bot.actions import Asked
from bot.audits import LogAudit
from bot.errors import NotUnderstood
from bot.nearest import nearest
from bot.reports import changes
from bot.reports.digest import Whose
from bot.reports.figures import FIRST_YEAR, Graded, Years
from bot.rules import grades, naming, programme, references
from bot.rules.periods import Period
from bot.rules.spellings import COHORTS, plain
from handlers import periods, when
from handlers.mentions import MENTION, who
from storage.words import Cohort, Grade

_AUDIT_LINE = re.compile(
    r"(?P<grade>.+?)"
    r"(?:\s+on\s+(?P<on>.+?))?"
    r"(?:\s+by\s+(?P<by>.+?))?"
    r"(?:\s+on\s+(?P<late_on>.+?))?$",
    re.IGNORECASE,
)
COUNTED = ("overdue", "due", "open", "check", "moderate", "requests", "audits")
GRADES_COUNTED = {
    "good or better": (Grade.GOOD, Grade.OUTSTANDING),
    **{grade.label.lower(): (grade,) for grade in Grade},
}
MOST_NAMES = 5
# More takes long to read, every way in which it may be meant, and is nothing that anybody asks.
LONGEST_LINE = 1000

PROGRAMME_YEARS = {"this year": 0, "last year": -1, "next year": 1}
_PROGRAMME_YEAR = re.compile(
    rf"(?P<kind>.*?)\s*(?P<year>{'|'.join(PROGRAMME_YEARS)}|20\d\d(?:\s*(?:\.\.+|[-–/]|to)\s*(?:20)?\d\d)?)"
)
_YEARS = re.compile(r"(?P<first>20\d\d)(?:\s*(?:\.\.+|-|–|to)\s*(?P<last>20\d\d))?$")


def require_a_line(text: str) -> None:
    """Raises NotUnderstood of far more than one asks in a line, or PersonalDetails."""
    if len(text) > LONGEST_LINE:
        free_text.refuse_personal_details(MENTION.sub("", text))
        raise NotUnderstood(
            f"That is more than I can read at once. Please ask in {LONGEST_LINE:,} characters at most."
        )


def audit_line(text: str, today: date) -> LogAudit:
    """`REF GRADE [on DATE] [by AUDITOR]`. Raises NotUnderstood, or PersonalDetails."""
    case, rest = (*text.split(maxsplit=1), "", "")[:2]
    # A mention is no personal detail, though its figures may look like a telephone number.
    free_text.refuse_personal_details(MENTION.sub("", rest))
    line = _AUDIT_LINE.match(rest.strip())
    grade = grades.read(line["grade"]) if line else None
    if line is None or grade is None:
        raise NotUnderstood(_nearest_audit_line(case, line))
    on = line["on"] or line["late_on"]
    return LogAudit(
        case=case,
        grade=grade,
        audited_on=when.day(on, today) if on else None,
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


def auditor(text: str | None) -> str | None:
    """Whoever is named; None, which is the person who types, for nobody, "me" and "myself"."""
    named = who(text or "")
    return None if named.lower() in ("", "me", "myself", "i") else named


class SeveralOfThatName(NotUnderstood):
    """A part of a name that more than one person has; the message says which names there are."""


def person(typed: str, people: Sequence[str]) -> str:
    """The whole name of whoever alone has that part of it; else what was typed. Raises SeveralOfThatName."""
    words = plain(typed)
    found = _by_part(people).get(words, ())
    if not found or words in map(plain, people):
        return typed
    if len(found) > 1:
        raise _several(found)
    return found[0]


def _by_part(people: Sequence[str]) -> Mapping[str, Sequence[str]]:
    return naming.by_part({plain(name): name for name in people})


def _several(names: Sequence[str]) -> SeveralOfThatName:
    listed = ", ".join(names[:MOST_NAMES]) + (" and others" if len(names) > MOST_NAMES else "")
    return SeveralOfThatName(f"More than one person has that name: {listed}. Please write the whole name.")


def asked(text: str, teams: Sequence[str], people: Sequence[str] = ()) -> Asked:
    """Whose actions: `me`, a team, a cohort, a person, or `all`. Raises NotUnderstood with the nearest."""
    if mentioned := MENTION.fullmatch(text.strip()):
        return Asked(owner=mentioned["id"])
    words = plain(text)
    by_part = _by_part(people)
    choices: dict[str, Asked] = {
        **{part: Asked(owner=names[0]) for part, names in by_part.items() if len(names) == 1},
        **{plain(name): Asked(owner=name) for name in people},
        **{word: Asked(mine=True) for word in ("me", "mine", "my")},
        **{word: Asked() for word in ("", "all", "everything")},
        **{word: Asked(cohort=cohort) for word, cohort in COHORTS.items()},
        **{plain(team): Asked(team=team) for team in teams},
    }
    if words in choices:
        return choices[words]
    if words in by_part:
        raise _several(by_part[words])
    free_text.refuse_personal_details(text)
    long_enough = (word for word in choices if len(word) > 3)
    near = nearest(words, long_enough)
    form = "`/overdue` takes me, a team, a cohort such as care leavers, a person, or all."
    if near is None:
        raise NotUnderstood(f"I do not know whose actions you mean. {form}")
    raise NotUnderstood(f"Did you mean `/overdue {name_of(choices[near])}`? {form}")


def name_of(choice: Asked) -> str:
    """The words by which the choice is asked for."""
    if choice.mine:
        return "me"
    return choice.team or choice.owner or (choice.cohort.plural.lower() if choice.cohort else "all")


def due_asked(
    text: str, teams: Sequence[str], people: Sequence[str], today: date
) -> tuple[Asked, Period, str]:
    """`[PERIOD] [WHOSE] [PERIOD]`: whose actions, and from when to when; whose once more as it was typed.

    Raises NotUnderstood.
    """
    words = " ".join(text.split())
    places = (periods.AT_THE_BEGINNING.fullmatch(words), periods.AT_THE_END.fullmatch(words))
    said = [(place["rest"] or "", place["period"]) for place in places if place]
    # A team may be named like a month, so the whole is tried first.
    for whose, period in ((words, periods.DEFAULT), *said):
        try:
            found = asked(whose, teams, people)
        except SeveralOfThatName:
            raise
        except NotUnderstood:
            continue
        return found, periods.ahead(period, today), whose
    raise NotUnderstood(
        "`/g2o due` takes week, fortnight or month, next week, next month or a month's name, until and a "
        "date, or from a date to a date; and whose: me, a team, a cohort or a person. Without any it looks "
        "a week ahead."
    )


def dated(period: Period) -> str:
    """The period as `due` takes it, the same on every day."""
    return f"from {period.first.isoformat()} to {period.last.isoformat()}"


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


def programme_asked(text: str, today: date) -> tuple[str | None, int]:
    """`[KIND] [YEAR]`, in either order: the kind of activity, and in which year the programme year begins.

    Without a year it is the one that runs. Raises NotUnderstood.
    """
    words = text.lower().split()
    for first in range(max(len(words), 1)):
        kind, begins = _kind_and_year(" ".join([*words[first:], *words[:first]]), today)
        known = programme.SPELLINGS.get(plain(kind))
        if begins is not None and (known or not kind):
            return known, begins
    free_text.refuse_personal_details(text)
    kind, _ = _kind_and_year(" ".join(words), today)
    near = nearest(plain(kind), programme.SPELLINGS) if kind else None
    hint = f"Did you mean `/g2o programme {programme.SPELLINGS[near].lower()}`? " if near else ""
    raise NotUnderstood(
        f"{hint}`/g2o programme` takes a kind of activity and a year, for example "
        "`/g2o programme 2015-16` or `/g2o programme thematic audits last year`."
    )


def _kind_and_year(words: str, today: date) -> tuple[str, int | None]:
    said = _PROGRAMME_YEAR.fullmatch(words)
    kind, year = (said["kind"], said["year"]) if said else (words, "this year")
    if year in PROGRAMME_YEARS:
        return kind, programme.year_of(today) + PROGRAMME_YEARS[year]
    return kind, programme.read_year(year)


def programme_words(kind: str | None, year: int) -> str:
    """The kind and the year as `programme` takes them, the same on every day."""
    return f"{kind or ''} {programme.in_words(year)}".strip()


def count_asked(text: str) -> tuple[str, str]:
    """What is to be counted, one of COUNTED or a grade, and what stands after it. Raises NotUnderstood."""
    words = " ".join(text.lower().split())
    for what in (*COUNTED, *GRADES_COUNTED):
        if words == what or words.startswith(f"{what} "):
            return what, text.strip()[len(what) :].strip()
    free_text.refuse_personal_details(MENTION.sub("", text))
    raise NotUnderstood(
        "`/g2o count` takes what to count and whose, for example `/g2o count overdue care leavers` or "
        "`/g2o count good 2018`."
    )


def graded_asked(text: str) -> tuple[str, Graded] | None:
    """`GRADE [COHORT] [YEAR..YEAR]`: the grade as it was written, and which audits; None for anything else.

    Raises NotUnderstood where something else stands after the grade.
    """
    words = " ".join(text.lower().split())
    for what, grades_ in GRADES_COUNTED.items():
        if words == what or words.startswith(f"{what} "):
            cohort, years = grades_asked(words[len(what) :].strip())
            return what, Graded(grades_, cohort, years)
    return None


def span_asked(text: str, today: date) -> Period:
    """One of the SPANS, or a month by its name; without one this week. Raises NotUnderstood."""
    words = " ".join(text.lower().split()) or "week"
    if words in changes.SPANS:
        return changes.days(words, today)
    month = periods.month_past(words, today)
    if month is None:
        raise NotUnderstood(
            f"`/g2o changed` takes {', '.join(changes.SPANS)} or a month such as November; without one it "
            "tells of this week."
        )
    if month.first > today:
        raise NotUnderstood("That month is still to come. `/g2o changed` tells of what was.")
    return month


def who_asked(text: str) -> bool:
    """`[administrator]`: whether an administrator is asked for. Raises NotUnderstood."""
    words = plain(text)
    if words not in ("", "administrator", "administrators", "admin"):
        raise NotUnderstood("`/g2o who` says whom you can ask; `/g2o who administrator` who looks after me.")
    return bool(words)


def digest_asked(text: str, teams: Sequence[str], word: str = "digest") -> Whose:
    """`[TEAM | all]`; `word` is that before it. Raises NotUnderstood with the nearest team."""
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
    form = f"`/g2o {word}` takes a team, or all for the whole service."
    if near is None:
        raise NotUnderstood(f"I do not know whose {word} you mean. {form}")
    raise NotUnderstood(f"Did you mean `/g2o {word} {choices[near].team or 'all'}`? {form}")


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
