"""Finding what a text holds: the longest spellings that are known, and slips of the pen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from bot.errors import NotUnderstood
from bot.nearest import meant
from bot.rules import references
from handlers import periods, when
from handlers.periods import MONTHS
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
_UNTIL = "by the end of|on or before|no later than|up to|by|until|till|before"
_A_MONTH = rf"(?:{'|'.join(MONTHS)})(?: 20\d\d)?"
_WHICH = re.compile("^(?:this|next|coming) ")
_A_DAY = rf"(?:(?:this |next |coming )?(?:{'|'.join(words.WEEKDAYS)})|\d{{1,2}}(?:st|nd|rd|th)? {_A_MONTH})"
_DAY = re.compile(rf"(?:(?P<how>{_UNTIL}|on|for) )?(?P<day>{_A_DAY})")
_BETWEEN = re.compile(
    rf"(?:from|between) (?P<first>{_A_DAY}|\d{{1,2}}(?:st|nd|rd|th)?|today|tomorrow)"
    rf" (?:to|and|until|till) (?P<last>{_A_DAY})"
)
_OPEN_ENDED = re.compile(rf"(?:from|since) (?:{_A_DAY}|{_A_MONTH}|tomorrow|next week|next month)")
_IN_MONTH = re.compile(rf"(?:(?:in|during) )?(?P<month>{_A_MONTH})")
_BY_END = re.compile(
    rf"(?:(?P<how>{_UNTIL}) )?(?:the )?(?P<end>end of )?(?P<span>{_A_MONTH}|next week|next month|tomorrow)"
)
_AHEAD = re.compile(
    rf"(?:(?:in|within|over) )?(?:the )?(?:next )?(?P<many>[1-9]\d?|{'|'.join(words.NUMBERS)}) "
    r"(?P<unit>days?|weeks?)"
)
_LONGER = re.compile(
    rf"(?:(?:a|an|another|[1-9]\d?|{'|'.join(words.NUMBERS)}) )?"
    r"(?:(?:few )?(?:more|extra) (?:days?|weeks?|month)|(?:days?|weeks?|month) (?:more|longer|extra))"
    rf"|another (?:(?:[1-9]\d?|{'|'.join(words.NUMBERS)}) )?(?:days?|weeks?|month|fortnight)"
)


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

    def _detail(self, phrase: str, before: Sequence[Meaning]) -> Meaning:
        if _LONGER.fullmatch(phrase):
            return Theme.MORE_TIME
        if _OPEN_ENDED.fullmatch(phrase):
            return Plain.FALSE_FRIEND  # no list has a beginning and no end
        try:
            return _when(phrase, self.today) or _special(phrase, before)
        except NotUnderstood:
            return None

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
        if meanings[0] not in (Plain.FALSE_FRIEND, Plain.DEED)
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


def _when(phrase: str, today: date) -> Detail | None:
    """Days that lie ahead, as `due` takes them, or a month. Raises NotUnderstood for what is no date."""
    if said := _DAY.fullmatch(phrase):
        day = when.coming_day(_WHICH.sub("", said["day"]), today)
        is_that_day = said["how"] in (None, "on", "for")
        return Detail(Kind.DAY, f"on {_in_words(day)}") if is_that_day else _until(said["how"], day, day)
    if said := _BETWEEN.fullmatch(phrase):
        first, last = (_WHICH.sub("", said[name]) for name in ("first", "last"))
        period = periods.from_to(first, last, today)
        return Detail(Kind.DAY, f"from {_in_words(period.first)} to {_in_words(period.last)}")
    if (said := _IN_MONTH.fullmatch(phrase)) and phrase != "may":
        return Detail(Kind.MONTH, f"in {said['month'].capitalize()}")
    if (said := _BY_END.fullmatch(phrase)) and (said["how"] or said["end"]):
        period = periods.ahead(said["span"], today)
        return _until("" if said["end"] else said["how"], period.first, period.last)
    return _days_ahead(phrase, today)


def _days_ahead(phrase: str, today: date) -> Detail | None:
    """So many days or weeks from today, written as in "within ten days" or "the next 3 weeks"."""
    said = _AHEAD.fullmatch(phrase)
    if said is None or f"{said['many']} {said['unit']}" in tables():
        return None
    many = int(said["many"]) if said["many"].isdecimal() else words.NUMBERS.index(said["many"]) + 1
    day = today + timedelta(**{f"{said['unit'].rstrip('s')}s": many})
    return _until("", day, day)


def _until(how: str, first: date, last: date) -> Detail:
    """Until the last of these days; "before" it is until the one before the first."""
    day = first - timedelta(days=1) if how == "before" else last
    return Detail(Kind.DAY, f"until {_in_words(day)}")


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
