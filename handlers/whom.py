"""Which people of the list are meant: a role, a team, a part of a name; leavers, those without Slack."""

import re
from collections.abc import Sequence

from bot.intake.words import ROLES
from bot.rules.spellings import plain
from handlers.mentions import MENTION
from storage.staff import Which
from storage.words import Role

_LEFT = re.compile(r"\b(?:(?:who )?(?:has|have) left|left|leavers)\b", re.IGNORECASE)
_WITHOUT_SLACK = re.compile(r"\b(?:(?:without|no|not in) slack)\b", re.IGNORECASE)
_EVERYBODY = frozenset({"", "all", "everybody", "everyone"})
_ROLES = {
    **ROLES,
    **{f"{spelling}s": role for spelling, role in ROLES.items() if not spelling.endswith("s")},
}


def asked(text: str, teams: Sequence[str]) -> Which:
    """What is no role and no team is taken for a part of a name."""
    if mentioned := MENTION.fullmatch(text.strip()):
        return Which(slack_id=mentioned["id"], has_left=None)
    rest, has_left = _without(_LEFT, text)
    rest, without_slack = _without(_WITHOUT_SLACK, rest)
    role, rest = _role(rest)
    by_name = {plain(team): team for team in teams}
    words = plain(rest)
    team = by_name.get(words, "")
    name = "" if team or words in _EVERYBODY else rest
    return Which(name=name, role=role, team=team, has_left=bool(has_left), without_slack=bool(without_slack))


def is_asked(text: str, teams: Sequence[str], people: Sequence[str]) -> bool:
    """Whether every word of it is understood, with the names that are known."""
    name = asked(text, teams).name.casefold()
    return not name or any(name in known.casefold() for known in people)


def _without(pattern: re.Pattern[str], text: str) -> tuple[str, int]:
    rest, count = pattern.subn(" ", text)
    return " ".join(rest.split()), count


def _role(text: str) -> tuple[Role | None, str]:
    """The role that it begins with, and the rest of it."""
    words = text.split()
    for end in range(len(words), 0, -1):
        role = _ROLES.get(plain(" ".join(words[:end])))
        if role is not None:
            return role, " ".join(words[end:])
    return None, text
