"""The terminal client: act as one of a sandbox workspace's people by typing, and see what they would see."""

from bot.sandbox.cast import Person
from bot.sandbox.terminal.conversation import GENERIC_TRIES, run
from bot.sandbox.terminal.session import Word

__all__ = ["GENERIC_TRIES", "Person", "Word", "run"]
