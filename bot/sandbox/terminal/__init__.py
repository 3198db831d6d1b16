"""The terminal client: act as one of a sandbox workspace's people by typing, and see what they would see."""

from bot.sandbox.terminal.conversation import GENERIC_TRIES, run
from bot.sandbox.terminal.session import Person, Word

__all__ = ["GENERIC_TRIES", "Person", "Word", "run"]
