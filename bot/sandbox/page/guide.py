"""Who can be played on the page, what is worth trying, and what time it is: given by whoever starts it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeAlias

from bot.sandbox.cast import Person

HOME = "home"
DIRECT = "direct"
"""Places that every person has: the app's Home, and the direct messages with it."""


class Clock(Protocol):
    """A time that can be put on."""

    def now(self) -> datetime:
        """The moment."""

    def places(self) -> Mapping[str, datetime]:
        """By their names, where people want to go."""

    def morning_of(self, day: date) -> datetime:
        """When a day is gone to that is chosen by its date."""

    def travel(self, to: datetime) -> None:
        """Go there, which takes a while; raises ValueError with a sentence where that cannot be."""


# what ticks a step off


@dataclass(frozen=True)
class Reads:
    """The person is shown these words by the app, in small letters or large, said or in a form."""

    person: str
    words: str


@dataclass(frozen=True)
class Looks:
    """A window shows this place to the person, or to anybody where none is named."""

    place: str
    person: str = ""


@dataclass(frozen=True)
class Moves:
    """The clock was put on since the step before."""


Sign: TypeAlias = Reads | Looks | Moves


# what is done for whoever wants to be shown


@dataclass(frozen=True)
class Button:
    """The newest button of an action_id that stands `near` these words."""

    action_id: str
    near: str = ""


@dataclass(frozen=True)
class Show:
    """Be the person and go to the place; then press a button, or where there is none, have a text typed.

    `fills` gives, by the names of the fields, what is put in the form that the button opens. `moves_to` is
    the name of the place to which the clock goes.
    """

    person: str = ""
    place: str = ""
    types: str = ""
    presses: Button | None = None
    fills: Callable[[], Mapping[str, str]] = dict
    moves_to: str = ""


@dataclass(frozen=True)
class Step:
    """One thing to do: why, what exactly, the signs that it was done, and how it is shown."""

    title: str
    why: str
    what: str
    signs: tuple[Sign, ...]
    show: Show


@dataclass(frozen=True)
class Tour:
    """Steps one after another; `name` is how the whole is called, `end` what is said after the last."""

    name: str
    steps: tuple[Step, ...]
    end: str


@dataclass(frozen=True)
class Guide:
    """The people to be, the first of them at the start, and pairs of what to type and what it does."""

    people: tuple[Person, ...]
    tries: tuple[tuple[str, str], ...] = ()
    clock: Clock | None = None
    tour: Tour | None = None

    def person(self, user_id: str) -> Person:
        """The person of that id, or the first for an id that is nobody's."""
        return next((each for each in self.people if each.id == user_id), self.people[0])
