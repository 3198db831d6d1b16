"""The Home tab: shown when somebody opens it, and shown again once something has changed."""

import hashlib
import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace

from bot import home
from bot.errors import NotAllowed
from handlers import calls, refusals
from handlers.answers import Answers
from handlers.blocks import home as blocks
from handlers.blocks.parts import Block, Message, View
from handlers.calls import Call
from handlers.office import Office
from storage import journal, people
from storage.unavailable import Unavailable

log = logging.getLogger("g2o")

# Each is read anew after a change, which takes about ten milliseconds (docs/running.md).
MOST_KEPT_FRESH = 20
NOT_KNOWN = ""


def show_help(office: Office, call: Call) -> Message | View:
    """The button in Home."""
    from handlers import commands  # noqa: PLC0415 - commands read the table of entrances, which holds this one

    return commands.answer(office, replace(call, text="help"), "/g2o")


def drawn(office: Office, slack_id: str) -> Sequence[Block]:
    """The person's Home as it is now; for strangers and leavers, whom to ask."""
    with office.db.reading() as session:
        try:
            visit = calls.opening(office, slack_id).visit(office, session)
        except NotAllowed as error:
            return blocks.sentence(refusals.words(error))
        return blocks.page(home.of(session, visit), visit.day, visit.terms.duty_sentence)


def empty(office: Office, slack_id: str) -> None:
    """Whose rights have ended is shown nothing any more: Slack keeps what it was given last."""
    Answers(office.slack, slack_id).publish(drawn(office, slack_id))


class Homes:
    """The Homes that were opened of late, drawn again after what anybody did.

    Who has one open is kept in memory: those who never look cost nothing. Whom a restart, or a bound reached,
    has made it forget is shown a fresh Home when they open it next, or click in it.
    """

    def __init__(self, office: Office, workers: Executor) -> None:
        self._office = office
        self._workers = workers
        self._lock = threading.Lock()
        # What each person was shown last, as a hash; whoever opened theirs last comes last.
        self._shown: OrderedDict[str, str] = OrderedDict()
        self._newest = 0
        self._is_waiting = False
        # One at a time, so that nobody is left with what was drawn before a change and published after.
        self._turn = threading.Lock()

    def open(self, slack_id: str) -> None:
        """Shows the person their Home, or in words why not."""
        try:
            made, is_whole = drawn(self._office, slack_id), True
        except Exception as error:  # noqa: BLE001 - a door: whatever happens, the person is answered in words
            made, is_whole = blocks.sentence(refusals.words(error)), False
        is_shown = self._publish(slack_id, made)
        self._keep(slack_id, _hash(made) if is_whole and is_shown else NOT_KNOWN)

    def note(self, slack_id: str) -> None:
        """Somebody clicked in their Home, so it is open."""
        with self._lock:
            shown = self._shown.get(slack_id, NOT_KNOWN)
        self._keep(slack_id, shown)

    def renew(self) -> None:
        """Draws the open Homes again if anything has changed; once for all that changed meanwhile."""
        with self._lock:
            if self._is_waiting or not self._shown:
                return
            self._is_waiting = True
        try:
            self._workers.submit(self._renew)
        except RuntimeError:
            log.info("the bot is stopping, so no Home is drawn again")

    def _renew(self) -> None:
        with self._turn:
            with self._lock:
                self._is_waiting = False
                shown = dict(reversed(self._shown.items()))
            try:
                with self._office.db.reading() as session:
                    newest = journal.end(session).number
                is_changed = newest != self._newest
                stale = [one for one, before in shown.items() if is_changed or before == NOT_KNOWN]
                # Where Slack is away, what is left waits for the next change, and stopping for nobody.
                if all(self._draw_again(slack_id, shown[slack_id]) for slack_id in stale):
                    self._newest = newest
            except Exception as error:  # noqa: BLE001 - nobody asked for it, so nobody is told; it is logged
                refusals.logged(error)

    def _draw_again(self, slack_id: str, before: str) -> bool:
        """Whether they see it as it is now. Whoever could not be shown it is forgotten until they open it."""
        made = drawn(self._office, slack_id)
        now = _hash(made)
        is_shown = now == before or self._publish(slack_id, made)
        with self._lock:
            if slack_id in self._shown and is_shown:
                self._shown[slack_id] = now
            elif not is_shown:
                self._shown.pop(slack_id, None)
        return is_shown

    def _publish(self, slack_id: str, made: Sequence[Block]) -> bool:
        is_shown = Answers(self._office.slack, slack_id).publish(made)
        if is_shown:
            self._note_shown(slack_id)
        return is_shown

    def _note_shown(self, slack_id: str) -> None:
        """So that it is cleared where nobody opens it again. It is noted once a day."""
        today = calls.opening(self._office, slack_id).today(self._office)
        try:
            with self._office.db.reading() as session:
                is_noted = people.home_shown_on(session, slack_id) == today
            if not is_noted:
                with self._office.db.begin() as session:
                    people.note_home_shown(session, slack_id, today)
        except Unavailable:
            log.warning("it was not noted that a Home was drawn: the database is out of reach")

    def _keep(self, slack_id: str, shown: str) -> None:
        with self._lock:
            self._shown[slack_id] = shown
            self._shown.move_to_end(slack_id)
            while len(self._shown) > MOST_KEPT_FRESH:
                self._shown.popitem(last=False)


def _hash(home: Sequence[Block]) -> str:
    return hashlib.sha256(json.dumps(home).encode()).hexdigest()
