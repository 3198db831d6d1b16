"""How far the tour has come, by what happened in the workspace."""

import json

from bot.sandbox.page.guide import DIRECT, Looks, Moves, Reads, Sign, Step, Tour
from bot.sandbox.page.journey import Journey
from bot.sandbox.views import Views
from bot.sandbox.workspace import Workspace


class Progress:
    """The tour of one workspace, the same in every window. `at` counts the steps that are behind."""

    def __init__(self, tour: Tour, workspace: Workspace, views: Views, journey: Journey | None) -> None:
        self.tour = tour
        self.workspace = workspace
        self.views = views
        self.journey = journey
        self.restart()

    @property
    def step(self) -> Step | None:
        """The step that is next; None at the end."""
        return self.tour.steps[self.at] if self.at < len(self.tour.steps) else None

    def restart(self) -> None:
        """Begin anew: what happened before counts no more."""
        self.at = 0
        self._since = self.workspace.changes.cursor
        self._moves = self._moved()
        self.workspace.changes.note()

    def skip(self) -> None:
        """Leave a step out."""
        self._advance()
        self.workspace.changes.note()

    def look(self, person: str, place: str) -> None:
        """Tick off what was done, `person` being shown `place` in some window."""
        while self.step and all(self._is_there(each, person, place) for each in self.step.signs):
            self._advance()

    def _advance(self) -> None:
        self.at = min(self.at + 1, len(self.tour.steps))
        self._moves = self._moved()

    def _moved(self) -> int:
        return self.journey.count if self.journey else 0

    def _is_there(self, sign: Sign, person: str, place: str) -> bool:
        match sign:
            case Reads():
                return self._was_read(sign)
            case Looks():
                there = self.workspace.direct_message(person).id if sign.place == DIRECT else sign.place
                return sign.person in ("", person) and place == there
            case Moves():
                return self._moved() > self._moves

    def _was_read(self, sign: Reads) -> bool:
        seen = [
            each.text
            for each in self.workspace.visible_to(sign.person)
            if each.cursor > self._since and each.user == self.workspace.bot
        ]
        form = self.views.top(sign.person)
        if form and form.cursor > self._since:
            seen.append(json.dumps(form.blocks))
        return any(sign.words.casefold() in each.casefold() for each in seen)
