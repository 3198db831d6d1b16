"""Slack messages, modals and Home views as rich renderables, a number in brackets at all one can click.

Words from people and from the app are only ever put into `Text` objects, never into rich's markup, and
lose their control characters on the way, so that nobody can colour, move or overwrite somebody else's
terminal.
"""

from bot.sandbox.drawing.elements import PICKERS
from bot.sandbox.drawing.inputs import as_entered, initial, labelled
from bot.sandbox.drawing.mrkdwn import formatted
from bot.sandbox.drawing.pen import Reader, Target
from bot.sandbox.drawing.surfaces import Drawing, home, message, modal
from bot.sandbox.drawing.words import plain

__all__ = [
    "PICKERS",
    "Drawing",
    "Reader",
    "Target",
    "as_entered",
    "formatted",
    "home",
    "initial",
    "labelled",
    "message",
    "modal",
    "plain",
]
