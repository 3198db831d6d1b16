"""Who can be played on the page and what is worth trying: given by whoever starts the sandbox."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody to be: `role` is a word or two, `about` a sentence."""

    id: str
    name: str
    role: str
    about: str


@dataclass(frozen=True)
class Guide:
    """The people to be, the first of them at the start, and pairs of what to type and what it does."""

    people: tuple[Person, ...]
    tries: tuple[tuple[str, str], ...] = ()

    def person(self, user_id: str) -> Person:
        """The person of that id, or the first for an id that is nobody's."""
        return next((each for each in self.people if each.id == user_id), self.people[0])
