"""A Slack that misbehaves, begun and ended on the page; the page itself is out of its reach."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.faults import Faults
from bot.sandbox.workspace import Workspace

REACHED = ("/api/", "/response/")
"""What an app calls of Slack."""


@dataclass(frozen=True)
class Trick:
    """One way to misbehave: a fault's kind, how it is chosen, and what is said while it lasts."""

    kind: str
    name: str
    says: str
    seconds: float = 0.0


TRICKS = (
    Trick("slow", "It is slow", "Slack takes two seconds for every answer to the app.", seconds=2.0),
    Trick("ratelimited", "It answers 429", "Slack tells the app to wait (429) at every call.", seconds=1.0),
    Trick("server_error", "It answers 500", "Slack fails (500) at every call of the app."),
    Trick("drop_before", "It is away", "Slack is away: the app reaches nobody, and nobody reaches the app."),
)


class Mischief:
    """The trick that is played, if any."""

    def __init__(self, workspace: Workspace, faults: Faults, cut: Callable[[], int]) -> None:
        self.trick: Trick | None = None
        self._workspace = workspace
        self._faults = faults
        self._cut = cut

    def play(self, trick: Trick | None) -> None:
        """Play this one from now on, or behave."""
        self._faults.end()
        self.trick = trick
        if trick:
            for path in REACHED:
                self._faults.begin(trick.kind, path=path, seconds=trick.seconds)
            if trick.kind == "drop_before":
                self._cut()
        self._workspace.changes.note()
