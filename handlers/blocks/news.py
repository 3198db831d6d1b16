"""What has become of somebody's account or role, as an administrator's letter tells it."""

from collections.abc import Iterator, Mapping

from bot.notices import News
from handlers.blocks import parts
from storage.models import Person

_LEFT = (
    "So they are noted as having left, and see nothing any more. *Show* says what is still theirs. "
    "If they are here after all, *Is back* lets them in again."
)

# By the news: what has happened, in a few words, and what an administrator can do.
_SAID: Mapping[News, tuple[str, str]] = {
    News.SWITCHED_OFF: ("their Slack account is switched off", _LEFT),
    News.GUEST: ("is a guest in Slack now", _LEFT),
    News.ELSEWHERE: ("their Slack account is not of this workspace", _LEFT),
    News.REACTIVATED: (
        "their Slack account is well again",
        "They are noted as having left, and stay so until an administrator says otherwise: *Show*, then *Is "
        "back*.",
    ),
    News.LAST_ADMINISTRATOR: (
        "the last administrator has no Slack account here any more",
        "They see no cases now. Nobody in Slack can set people up: whoever runs the bot can name "
        "somebody else, by `python -m bot people change NAME --administrator`.",
    ),
    News.OWN_ROLE: (
        "took a role with sight of cases for themselves",
        "They are the only administrator, so nobody else could give it to them. The journal has it. Please "
        "let a leader know if that was not agreed.",
    ),
}


def of_somebody(about: Person, note: str | None) -> Iterator[str]:
    """Two lines; `note` is the news."""
    happened, then = _SAID[News(note or "")]
    yield f"*{parts.escape(about.name)}* · {happened}"
    yield then


def head(about: Person, note: str | None) -> str:
    """The same in a few words, for those who see no blocks."""
    return f"{parts.escape(about.name)}: {_SAID[News(note or '')][0]}"
