"""Who can be played: given by whoever starts the sandbox, on its page and in its terminal."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody to be: `role` is a word or two, `about` a sentence."""

    id: str
    name: str
    role: str
    about: str
