"""What somebody asks in plain words, read as the command line that it stands for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise, takewhile

from bot.rules import programme
from bot.rules.spellings import COHORTS, plain
from handlers.questions import manners
from handlers.questions.finding import Sentence, find
from handlers.questions.lexicon import Detail, Hint, Known, Meaning, Plain
from handlers.questions.rules import RULES, WHEN, WHOSE, Rule
from handlers.questions.words import Kind, Theme

# Beside these a hint is enough. A person may be late or leave; a cohort's actions are.
OF_THE_TRADE = frozenset((Kind.MINE, Kind.TEAM, Kind.COHORT, Kind.CASE, Kind.ACTION, Kind.YEAR, Kind.GRADE))


# Beside these, open cases are spoken of.
OF_OPEN_CASES = frozenset((Theme.COVERAGE, Theme.UNAUDITED))

NO_PART_OF_ONE = frozenset((None, Plain.FALSE_FRIEND, Plain.DEED))

# What may be spoken of where something is to be done to an action.
OF_A_WISH = frozenset(
    (Theme.ACTIONS, Theme.FINISHED, Theme.CHECK, Theme.MORE_TIME, Theme.WAITING, Theme.OPEN, Theme.DUE)
)
BESIDE_A_WISH = frozenset((Kind.ACTION, Kind.MINE, Kind.PERSON, *WHEN))
WISHED = frozenset((Plain.DEED, Theme.FINISHED, Theme.CHECK, Theme.MORE_TIME, Theme.WAITING))

WHAT_HAS = (["what", "has"], ["what", "have"])


@dataclass(frozen=True)
class Question:
    """What is asked: the word that answers it and what stands after that, as somebody could have typed it."""

    word: str
    rest: str = ""

    def __str__(self) -> str:
        return f"{self.word} {self.rest}".rstrip()


@dataclass(frozen=True)
class Gist:
    """What a sentence is about. `asks`: it is put as a question, and not told."""

    themes: frozenset[Theme]
    details: dict[Kind, list[str]] = field(hash=False)
    asks: bool


def read(text: str, known: Known, today: date) -> Question | None:
    """The question, or None where any of its words is unknown or no single question is meant."""
    sentence = find(text, known, today)
    if not NO_PART_OF_ONE.isdisjoint(sentence.found) or _tells(sentence, text):
        return None
    gist = _gist(sentence, text, known, today)
    if gist is None:
        return None
    for meant in (gist, _of_the_cohort(gist)):
        rule = next((rule for rule in RULES if _fits(rule, meant)), None)
        if rule:
            return Question(rule.word, _rest(rule, meant.details))
    return None


def wish(text: str, known: Known, today: date) -> str | None:
    """The one action, such as A17, to which somebody wants something done or says that it was; else None."""
    sentence = find(text, known, today)
    found = {entry.theme if isinstance(entry, Hint) else entry for entry in sentence.found}
    details = [entry for entry in found if isinstance(entry, Detail)]
    numbers = {detail.words for detail in details if detail.kind is Kind.ACTION}
    themes = {entry for entry in found if isinstance(entry, Theme)}
    is_of_one = len(numbers) == 1 and themes <= OF_A_WISH and {one.kind for one in details} <= BESIDE_A_WISH
    if not is_of_one or None in found or Plain.FALSE_FRIEND in found or WISHED.isdisjoint(found):
        return None
    is_asked = _asks(sentence, text) and sentence.found[0] not in (Plain.REQUEST, Plain.DEED)
    return None if is_asked else numbers.pop()


def _of_the_cohort(gist: Gist) -> Gist:
    """A team may be named like a cohort, and where no team can be meant the cohort is."""
    team = gist.details.get(Kind.TEAM, [""])[0]
    if plain(team) not in COHORTS:
        return gist
    details = {**gist.details, Kind.COHORT: [COHORTS[plain(team)].plural.lower()]}
    del details[Kind.TEAM]
    return replace(gist, details=details)


def gist_of(text: str, known: Known, today: date) -> frozenset[object]:
    """What can be made out of any text: its themes, and the kinds of what narrows them down."""
    found = find(text, known, today).found
    details = {entry.kind for entry in found if isinstance(entry, Detail)}
    hints = {entry.theme for entry in found if isinstance(entry, Hint)}
    return frozenset({entry for entry in found if isinstance(entry, Theme)} | hints | details)


def _asks(sentence: Sentence, text: str) -> bool:
    return text.rstrip().endswith("?") or any(token in manners.ASKING for token in sentence.tokens[:1])


def _tells(sentence: Sentence, text: str) -> bool:
    """Whether it is a statement: "I am late", "Tomas is behind", "A17 is done"."""
    if not sentence.found:
        return True
    if sentence.tokens[0] in manners.TELLING and sentence.found[0] is not Plain.REQUEST:
        return True
    if (Kind.PERSON, Theme.DUE) in pairwise(map(_sort, sentence.found)):
        return True  # "when is Priya due"
    articles = len(list(takewhile(manners.ARTICLES.__contains__, sentence.tokens)))
    subject = next(iter(sentence.found[articles:]), None)
    if _asks(sentence, text) or not isinstance(subject, Detail | Theme):
        return False
    verb = next((token for token in sentence.tokens[articles + 1 :][:3] if token in manners.TURNING), "")
    return verb in manners.STATING


def _sort(meaning: Meaning) -> object:
    return meaning.kind if isinstance(meaning, Detail) else meaning


def _gist(sentence: Sentence, text: str, known: Known, today: date) -> Gist | None:
    themes = {entry for entry in sentence.found if isinstance(entry, Theme)}
    hints = {entry.theme for entry in sentence.found if isinstance(entry, Hint)}
    details = _details(sentence, known, _this_year(sentence, today))
    if hints and not _are_meant(hints, themes, details):
        return None
    themes |= hints
    asks = _asks(sentence, text)
    has_got = sentence.tokens[:2] in WHAT_HAS and sentence.tokens[-1] == "got"
    if has_got and not themes and not details.keys().isdisjoint(WHOSE):
        themes.add(Theme.OPEN)  # "what has Tomas got"
    if _is_about_what_is_left(themes, details) and (asks or themes or len(details) > 1):
        details.pop(Kind.GRADE)
        themes.add(Theme.OPEN)
    if any(len(entries) > 1 for entries in details.values()) or any(
        sum(kind in details for kind in kinds) > 1 for kinds in (WHOSE, WHEN)
    ):
        return None
    return Gist(frozenset(themes), details, asks)


def _this_year(sentence: Sentence, today: date) -> int:
    """The calendar's year; of the programme it is the one that runs, from April to March."""
    is_of_programme = any(
        entry is Theme.PROGRAMME or _sort(entry) is Kind.ACTIVITY for entry in sentence.found
    )
    return programme.year_of(today) if is_of_programme else today.year


def _details(sentence: Sentence, known: Known, this_year: int) -> dict[Kind, list[str]]:
    """What narrows the question down, each kind with all that was found of it."""
    details: dict[Kind, list[str]] = {}
    for entry in sentence.found:
        if isinstance(entry, Detail) and entry.words not in details.setdefault(entry.kind, []):
            details[entry.kind].append(entry.words)
    if Kind.OWN_TEAM in details:
        del details[Kind.OWN_TEAM]
        details[Kind.TEAM if known.own_team else Kind.ALL] = [known.own_team or "all"]
    if Kind.YEAR in details:
        details[Kind.YEAR] = [_years(details[Kind.YEAR], sentence.tokens, this_year)]
    _narrow(details)
    return details


def _are_meant(hints: set[Theme], themes: set[Theme], details: Collection[Kind]) -> bool:
    """Whether something of the trade stands beside the hints. Open cases are no open actions."""
    if Theme.OPEN in hints and Theme.CASES in themes and Kind.CASE not in details:
        return not themes.isdisjoint(OF_OPEN_CASES)
    return bool(themes - {Theme.COUNT, Theme.CASES}) or not OF_THE_TRADE.isdisjoint(details)


def _is_about_what_is_left(themes: set[Theme], details: dict[Kind, list[str]]) -> bool:
    """Outstanding is a grade, and of actions also the word for what is still to be done."""
    of_audits = themes & {Theme.AUDITS, Theme.GRADES, Theme.CASES, Theme.MODERATE} or Kind.YEAR in details
    return details.get(Kind.GRADE) == ["outstanding"] and not of_audits and Kind.CASE not in details


def _narrow(details: dict[Kind, list[str]]) -> None:
    """ "Do I have anything for care leavers" is about care leavers; "all care leavers" is, too."""
    if any(kind in details for kind in (Kind.COHORT, Kind.TEAM, Kind.PERSON)):
        details.pop(Kind.ALL, None)
    if Kind.COHORT in details or Kind.TEAM in details or Kind.ALL in details:
        details.pop(Kind.MINE, None)
    if Kind.DAY in details and details.get(Kind.SPAN) in (["week"], ["this week"]):
        details.pop(Kind.SPAN)


def _years(written: Sequence[str], tokens: Sequence[str], this_year: int) -> str:
    """One year, or from the first to the last of several; "since 2016" runs to this year."""
    years = [this_year + int(year) if year.startswith("-") else int(year) for year in written]
    if "since" in tokens:
        years.append(this_year)
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}..{last}"


def _fits(rule: Rule, gist: Gist) -> bool:
    if not rule.themes <= gist.themes or not gist.themes <= rule.themes | rule.also:
        return False
    narrowed = set(gist.details)
    if not narrowed <= set(rule.takes) | rule.ignores or not rule.needs <= narrowed:
        return False
    return gist.asks or not rule.is_asked


def _rest(rule: Rule, details: dict[Kind, list[str]]) -> str:
    said = (rule.says, *(details[kind][0] for kind in rule.takes if kind in details))
    return " ".join(word for word in said if word)
