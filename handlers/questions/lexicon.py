"""Every spelling that a question may hold, with its meaning."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from bot.rules import naming
from bot.rules.spellings import COHORTS
from handlers.periods import MONTHS
from handlers.questions import manners, words
from handlers.questions.words import Kind, Theme, spelt


class Plain(Enum):
    """Words that are no part of what is asked."""

    FILLER = auto()  # they change nothing
    REQUEST = auto()  # a wish begins with them
    FALSE_FRIEND = auto()  # no question holds them
    DEED = auto()  # no question either: they ask for something to be done


@dataclass(frozen=True)
class Detail:
    """Something that narrows a question down, as one types it after a command word."""

    kind: Kind
    words: str


@dataclass(frozen=True)
class Hint:
    """A word that means the theme where something of the trade stands beside it."""

    theme: Theme


@dataclass(frozen=True)
class Known:
    """What the bot knows by name: teams and people; and the team of whoever asks."""

    teams: Collection[str] = ()
    people: Collection[str] = ()
    own_team: str | None = None


# An unknown word means None.
Meaning = Theme | Hint | Detail | Plain | None
Meanings = tuple[Meaning, ...]
Lexicon = Mapping[str, Meanings]

_TOKEN = re.compile(r"<@[a-z0-9]+(?:\|[^>]*)?>|20\d\d(?=\s?[-–/.])|\w+(?:['-]\w+)*")

_YEARS = re.compile(r"\b20(\d\d)\s?[-–/]\s?(\d\d)\b")  # "2016-18"


def tokens_of(text: str) -> list[str]:
    """The words in small letters; what is one word for two is taken apart: "what's" is "what is"."""
    plain = text.lower().replace("’", "'").replace("‘", "'").replace("&", " and ").replace("%", " percent ")
    plain = _YEARS.sub(r"20\1 20\2", plain)
    return [part for token in _TOKEN.findall(plain) for part in _parts(token)]


def _parts(token: str) -> list[str]:
    if token.startswith("<@") or token in tables():
        return [token]
    if token in manners.SHORT_FOR:
        return manners.SHORT_FOR[token].split()
    if token.endswith("'s"):
        return [*_parts(token.removesuffix("'s")), "'s"]
    return [part for part in token.split("-") if part]


@cache
def tables() -> Lexicon:
    """The spellings of the tables; of one that stands in two, the later meaning holds."""
    return {spelling: tuple(row[1:]) for row in _rows() for spelling in spelt(row[0])}


def _rows() -> "Iterator[tuple[str, *Meanings]]":
    mine = Detail(Kind.MINE, "me")
    yield manners.DEEDS, Plain.DEED
    yield manners.FILLERS, Plain.FILLER
    yield manners.REQUESTS, Plain.REQUEST
    yield from ((spellings, theme) for theme, spellings in words.THEMES.items())
    yield from ((spellings, Hint(theme)) for theme, spellings in words.HINTS.items())
    yield words.MINE, mine
    yield words.MY_ACTIONS, Theme.ACTIONS, mine
    yield words.OWN_TEAM, Detail(Kind.OWN_TEAM, "")
    yield words.ALL, Detail(Kind.ALL, "all")
    yield from ((spellings, Detail(Kind.PAST, span)) for span, spellings in words.PASTS.items())
    yield from ((spellings, Detail(Kind.SPAN, span)) for span, spellings in words.SPANS.items())
    yield from ((spellings, Detail(Kind.AHEAD, span)) for span, spellings in words.AHEADS.items())
    yield from ((spellings, Detail(Kind.GRADE, grade)) for grade, spellings in words.GRADES.items())
    yield from ((spellings, Detail(Kind.YEAR, f"-{ago}")) for ago, spellings in words.YEARS_AGO.items())
    yield from ((spelling, Detail(Kind.COHORT, one.plural.lower())) for spelling, one in COHORTS.items())
    yield from ((spellings, Detail(Kind.ACTIVITY, name)) for name, spellings in words.ACTIVITIES.items())
    yield manners.FALSE_FRIENDS, Plain.FALSE_FRIEND


def names(known: Known) -> Lexicon:
    """Teams, and people by whole name; by half of it where nobody else has it and it is no other word."""
    people = {_spoken(name): Detail(Kind.PERSON, name) for name in known.people}
    taken = {*words.WEEKDAYS, *MONTHS}
    taken.update(spelling for spelling, meanings in tables().items() if meanings != (Plain.DEED,))
    by_part = naming.by_part({spoken: detail.words for spoken, detail in people.items()})
    alone = {
        part: Detail(Kind.PERSON, names[0])
        for part, names in by_part.items()
        if len(names) == 1 and part not in taken
    }
    teams = {_spoken(name): Detail(Kind.TEAM, name) for name in known.teams}
    return {name: (detail,) for name, detail in {**alone, **people, **teams}.items()}


def _spoken(name: str) -> str:
    return " ".join(tokens_of(name))
