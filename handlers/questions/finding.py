"""Finding what a text holds: the longest spellings that are known, and slips of the pen."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from bot.errors import NotUnderstood
from bot.nearest import meant
from bot.rules import references
from handlers import when
from handlers.questions import manners, words
from handlers.questions.lexicon import (
    Detail,
    Known,
    Lexicon,
    Meaning,
    Meanings,
    Plain,
    names,
    tables,
    tokens_of,
)
from handlers.questions.words import Kind, Theme, spelt

LONGEST = 8  # words in a row that have one meaning
MOST = 40  # words; whoever writes more tells something

_MENTION = re.compile(r"<@([a-z0-9]+)")
_YEAR = re.compile(r"20\d\d")
_ACTION = re.compile(r"a(\d{1,9})")
_IN_MONTH = re.compile(
    rf"(?:(?:in|by|until|during) )?(?:the )?(?:end of )?(?P<month>{'|'.join(words.MONTHS)})"
    r"(?: (?P<year>20\d\d))?"
)
_AHEAD = re.compile(
    rf"(?:(?:in|within|over) )?(?:the )?(?:next )?(?P<many>[1-9]\d?|{'|'.join(words.NUMBERS)}) "
    r"(?P<unit>days?|weeks?)"
)
_NUMBER_OF = {month[:3]: number for number, month in enumerate(words.MONTHS[:12], start=1)}
_NTH = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")


@dataclass(frozen=True)
class Sentence:
    """What somebody wrote, word by word, and what was found in it."""

    tokens: Sequence[str]
    found: Sequence[Meaning]


def find(text: str, known: Known, today: date) -> Sentence:
    """Looks up every word of the text, from left to right."""
    tokens = _without_thanks(tokens_of(text)[: MOST + 1])
    if len(tokens) > MOST:
        return Sentence(tokens, (None,))
    its_names = names(known)
    search = _Search({**tables(), **its_names}, its_names, today)
    found: list[Meaning] = []
    place = 0
    while place < len(tokens):
        meanings, used = search.at(tokens[place : place + LONGEST], found)
        found += meanings
        place += used
    return Sentence(tokens, found)


def _without_thanks(tokens: list[str]) -> list[str]:
    for ending in spelt(manners.ENDINGS):
        thanks = ending.split()
        if len(tokens) > len(thanks) and tokens[-len(thanks) :] == thanks:
            return _without_thanks(tokens[: -len(thanks)])
    return tokens


@dataclass(frozen=True)
class _Search:
    """All the spellings that there are today, and those of names among them."""

    lexicon: Lexicon
    names: Lexicon
    today: date

    def at(self, tokens: Sequence[str], before: Sequence[Meaning]) -> tuple[Meanings, int]:
        """What stands at the beginning of these words, and how many of them it takes."""
        for length in range(len(tokens), 0, -1):
            phrase = " ".join(tokens[:length])
            if phrase in self.lexicon:
                return self.lexicon[phrase], length
            if detail := self._detail(phrase, before):
                return (detail,), length
            # A whole name with a slip in it goes before the half of it that is right.
            if length > 1 and (slip := meant("".join(tokens[:length]), self._close_names)):
                return self._close_names[slip], length
        for length in range(len(tokens), 0, -1):
            if slip := meant("".join(tokens[:length]), self._close):
                return self._close[slip], length
        return (None,), 1

    def _detail(self, phrase: str, before: Sequence[Meaning]) -> Detail | None:
        return (
            _day(phrase, self.today)
            or _month(phrase, self.today)
            or _days_ahead(phrase, self.today)
            or _special(phrase, before)
        )

    @cached_property
    def _close(self) -> Lexicon:
        return _closed_up(self.lexicon)

    @cached_property
    def _close_names(self) -> Lexicon:
        return _closed_up(self.names)


def _closed_up(lexicon: Lexicon) -> Lexicon:
    """Without the spaces inside, as those are mistyped most easily."""
    return {
        spelling.replace(" ", ""): meanings
        for spelling, meanings in lexicon.items()
        if Plain.FALSE_FRIEND not in meanings
    }


def _special(token: str, before: Sequence[Meaning]) -> Detail | None:
    """A person's mention, a year, an action, a case; after "case" or "action" also their bare numbers."""
    if " " in token:
        return None
    if mention := _MENTION.match(token):
        return Detail(Kind.PERSON, f"<@{mention[1].upper()}>")
    if not any(character.isdigit() for character in token):
        return None
    said = next((meaning for meaning in reversed(before) if meaning is not Plain.FILLER), None)
    reference = references.read(token)
    if said is Theme.CASES or reference:
        return Detail(Kind.CASE, reference or references.system_number(token))
    if action := _ACTION.fullmatch(f"a{token}" if said is Theme.ACTIONS and token.isdecimal() else token):
        return Detail(Kind.ACTION, f"A{action[1]}")
    return Detail(Kind.YEAR, token) if _YEAR.fullmatch(token) else None


def _day(phrase: str, today: date) -> Detail | None:
    """A day that lies ahead, written as in "Friday", "28 March" or "28th March 2025"."""
    first, *rest = phrase.split()
    is_day_of_month = bool(_NTH.fullmatch(first)) and rest[:1] != [] and rest[0] in words.MONTHS
    has_year = len(rest) == 2 and bool(_YEAR.fullmatch(rest[1]))
    if not (phrase in words.WEEKDAYS or (is_day_of_month and (len(rest) == 1 or has_year))):
        return None
    try:
        day = when.coming_day(phrase, today)
    except NotUnderstood:
        return None
    return _until(day)


def _month(phrase: str, today: date) -> Detail | None:
    """The end of a month, written as in "March", "in May" or "by the end of June 2025"; "may" is none."""
    said = _IN_MONTH.fullmatch(phrase)
    if said is None or phrase == "may":
        return None
    month = _NUMBER_OF[said["month"][:3]]
    year = int(said["year"]) if said["year"] else today.year + (month < today.month)
    return _until(date(year, month, monthrange(year, month)[1]))


def _days_ahead(phrase: str, today: date) -> Detail | None:
    """So many days or weeks from today, written as in "within ten days" or "the next 3 weeks"."""
    said = _AHEAD.fullmatch(phrase)
    if said is None or f"{said['many']} {said['unit']}" in tables():
        return None
    many = int(said["many"]) if said["many"].isdecimal() else words.NUMBERS.index(said["many"]) + 1
    return _until(today + timedelta(**{f"{said['unit'].rstrip('s')}s": many}))


def _until(day: date) -> Detail:
    return Detail(Kind.DAY, f"until {day.day} {day:%B} {day.year}")
