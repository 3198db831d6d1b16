"""How a number, a word that goes with it, or a list of names reads in a sentence."""

from collections.abc import Sequence

from handlers.blocks import parts
from storage.models import Meeting

MOST_NAMED = 30


def many(count: int, what: str, several: str = "") -> str:
    """ "1 audit", "1,200 audits", "0 audits"; `several` where it takes no plain s: "3 activities"."""
    return f"{count:,} {what if count == 1 else several or f'{what}s'}"


def times(count: int) -> str:
    """ "once", "3 times"."""
    return "once" if count == 1 else f"{count:,} times"


def are(count: int) -> str:
    return "is" if count == 1 else "are"


def were(count: int) -> str:
    return "was" if count == 1 else "were"


def names(of: Sequence[str]) -> str:
    """The names with commas between, as they are; of very many the first and how many more."""
    more = [f"{len(of) - MOST_NAMED:,} more"] if len(of) > MOST_NAMED else []
    return ", ".join([*of[:MOST_NAMED], *more])


def chair(meeting: Meeting) -> str:
    """Who chairs it, as a mention."""
    return parts.mention(meeting.chair.name, meeting.chair.slack_id) if meeting.chair else "Nobody"
