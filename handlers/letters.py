"""The buttons in people's letters, and the letters drawn again after a click."""

from handlers.office import Office


def redraw(office: Office, place: str) -> None:
    """Draws the letter anew that a form was opened from; `place` is the block's id. Elsewhere: nothing."""
