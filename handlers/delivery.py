"""Letters to Slack: claimed, looked for, posted, marked. Nothing is lost, nothing arrives twice.

Slack has no key by which it would refuse a second post. So every attempt after the first looks in the
conversation for the letter's key before it posts, and so does a first attempt that comes late or soon after a
start, which may follow a crash or a restored backup. An attempt of which nobody knows how it ended settles
first: history lags behind posts. The client posts once and never tries again by itself.
"""

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot import letters, recipients
from bot.visit import Moment
from handlers import digest, refusals, seals
from handlers import letters as pages
from handlers.blocks import parts
from handlers.blocks.parts import Message
from handlers.office import Office
from handlers.outcomes import UNANSWERED, Ending, Outcome, outcome_of
from storage import letters as stored
from storage import people
from storage.models import Letter
from storage.unavailable import Unavailable
from storage.words import LetterKind, LetterState

log = logging.getLogger("g2o")

REFUSED_BLOCKS = "invalid_blocks"


@dataclass(frozen=True)
class Pace:
    """How long things may take, and how long they wait, in seconds.

    The lease outlasts the calls of one attempt; `settle` outlasts a post that is still under way and the lag
    of the history. A first attempt so `late`, or so soon after the start, looks before it posts.
    """

    answer: float = 10.0
    lease: float = 60.0
    settle: float = 120.0
    late: float = 900.0
    between_posts: float = 1.1
    longest_wait: float = 900.0
    until_mended: float = 60.0
    # Two days: the clock may have been wrong when the letter was made.
    look_back: float = 172_800.0


class Delivery:
    """One worker of one process. Any number of processes may deliver from the same outbox."""

    def __init__(
        self, office: Office, slack: WebClient, pace: Pace | None = None, stop: threading.Event | None = None
    ) -> None:
        self._office = office
        self._slack = slack
        self._pace = pace or Pace()
        self._stop = stop or threading.Event()
        self._began = _since_boot()
        self._posted_at: dict[str, float] = {}
        self._lost: set[str] = set()

    def deliver(self) -> int:
        """Delivers until nothing more can be, or it is told to stop; gives how many letters it took up."""
        count = 0
        try:
            while not self._stop.is_set() and self._deliver_one():
                count += 1
        except Unavailable:
            # What comes back may be another server, or a backup, that has not all of it.
            self._began = _since_boot()
            raise
        return count

    def stop(self) -> None:
        """Ends `deliver` after the letter that it is at, or in the middle of a wait."""
        self._stop.set()

    def _deliver_one(self) -> bool:
        letter = self._claim()
        if letter is None:
            return False
        claimed_at = _since_boot()
        moment = Moment(self._office.clock(), self._office.terms)
        try:
            self._attempt(letter, moment, claimed_at)
        except _Ended as ended:
            self._end(letter, moment, ended.outcome)
            # What keeps this one from Slack keeps all others, too: they need not be tried one by one.
            return ended.outcome.ending is not Ending.WHEN_MENDED
        except Unavailable:
            # Nothing can be marked. The claim runs out, and then the letter is looked for.
            raise
        except Exception as error:  # noqa: BLE001 - one letter that cannot be written must not hold up the rest
            report = refusals.logged(error)
            self._end(letter, moment, Outcome(Ending.UNKNOWN, f"something went wrong (report {report})"))
        return True

    def _claim(self) -> Letter | None:
        lease, settle = timedelta(seconds=self._pace.lease), timedelta(seconds=self._pace.settle)
        with self._office.db.claiming() as session:
            return stored.claim(session, lease, settle)

    def _attempt(self, letter: Letter, moment: Moment, claimed_at: float) -> None:
        """One attempt: open, look, write, post, mark. Raises _Ended where it ends before it is marked."""
        is_over = letters.is_over(letter, moment)
        if not is_over and not letters.is_time(letter, moment):
            raise _Ended(Outcome(Ending.WHEN_OPEN, "it is not the time of the day"))
        if letter.kind is LetterKind.DIGEST:
            self._require_fit(letter, self._own_channel(letter))
        looks_first = letter.attempts > 1 or self._is_suspicious(letter)
        if looks_first and self._was_found(letter, claimed_at):
            return
        if is_over:
            self._let_go(letter, "its day has passed")
            return
        if letter.person is not None and not recipients.can_read(letter.person):
            self._let_go(letter, "its reader has left")
            return
        message = self._written(letter, moment)
        if message is None:
            self._cancel(letter)
            return
        if letter.kind is LetterKind.DIGEST and letter.channel != self._own_channel(letter):
            # Another channel was named after an attempt; that one was looked through just now.
            letter.channel = None
        self._send(letter, moment, message, claimed_at)

    def _send(self, letter: Letter, moment: Moment, message: Message, claimed_at: float) -> None:
        channel = self._channel(letter)
        ts = self._post_as_it_can(letter, moment, channel, message, claimed_at)
        if not self._mark_sent(letter, ts):
            self._leave_one(letter, channel, ts)

    def _is_suspicious(self, letter: Letter) -> bool:
        """Whether an earlier life of this record may have posted it: after a crash or a restored backup.

        A database that was away counts as a start: another server may have taken over.
        """
        tried_at = letter.first_tried_at or letter.made_at
        is_late = tried_at - letter.made_at > timedelta(seconds=self._pace.late)
        return is_late or _since_boot() - self._began < self._pace.late

    # --- the steps of an attempt

    def _channel(self, letter: Letter) -> str:
        """Where the letter goes. It is kept before the post: a lost answer must be looked for somewhere."""
        # The person may have been given another Slack account since, and the old one may be a colleague's.
        is_theirs = letter.person is None or letter.slack_id == letter.person.slack_id
        return letter.channel if letter.channel and is_theirs else self._open(letter)

    def _open(self, letter: Letter) -> str:
        has_own = letter.kind is LetterKind.DIGEST
        channel = self._own_channel(letter) if has_own else self._conversation_with(letter)
        with self._office.db.claiming() as session:
            if not stored.note_channel(session, letter, channel):
                raise _Overtaken
        letter.channel, letter.slack_id = channel, letter.person.slack_id if letter.person else None
        return channel

    def _own_channel(self, letter: Letter) -> str:
        """The channel of a digest or a seal."""
        is_seal = letters.is_seal(letter)
        channel = self._office.seal_channel if is_seal else digest.channel_of(self._office, letter.team)
        if not channel:
            raise _Ended(Outcome(Ending.NEVER, "No channel is set for it any more."))
        return channel

    def _conversation_with(self, letter: Letter) -> str:
        person = letter.person
        if person is None or person.slack_id is None:
            raise _Ended(Outcome(Ending.GONE, "user_not_found"))
        with self._office.db.reading() as session:
            known = stored.conversation_with(session, person)
        if known is not None and known not in self._lost:
            return known
        opened = self._call(lambda: self._slack.conversations_open(users=person.slack_id or ""))
        return str(opened["channel"]["id"])

    def _was_found(self, letter: Letter, claimed_at: float) -> bool:
        """Looks for the letter where it would be; what is found is marked as sent."""
        channel = self._channel(letter)
        self._require_time(claimed_at)
        oldest = letter.made_at.timestamp() - self._pace.look_back
        found: list[str] = self._call(lambda: sorted(self._look(channel, letter.key, oldest)))
        if found:
            self._mark_sent(letter, found[0])
        return bool(found)

    def _look(self, channel: str, key: str, oldest: float) -> Iterator[str]:
        cursor: str | None = None
        while True:
            page = self._slack.conversations_history(
                channel=channel,
                oldest=f"{oldest:.6f}",
                include_all_metadata=True,
                limit=200,
                cursor=cursor,
            )
            for message in page["messages"]:
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if payload.get("key") == key:
                    yield str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    def _written(self, letter: Letter, moment: Moment) -> Message | None:
        """What the letter says at this moment."""
        with self._office.db.reading() as session:
            if letters.is_seal(letter):
                return seals.written(session, letter, moment)
            if letter.kind is LetterKind.DIGEST:
                return digest.written(session, letter, moment)
            return pages.written(session, letter, moment)

    def _require_fit(self, letter: Letter, channel: str) -> None:
        """A digest is for the team alone: its channel is looked at anew at each post. So is a seal's."""
        find = seals.refusal if letters.is_seal(letter) else digest.refusal
        refusal: str | None = self._call(lambda: find(self._office.slack, channel))
        if refusal:
            raise _Ended(Outcome(Ending.NEVER, refusal))

    def _post_as_it_can(
        self, letter: Letter, moment: Moment, channel: str, message: Message, claimed_at: float
    ) -> str:
        """In blocks that this workspace takes; a refused post is certain not to be there."""
        try:
            return self._post(channel, message, claimed_at)
        except _Refused:
            log.info("letter %s is posted in older blocks", letter.id)
        try:
            return self._post(channel, self._in_older_blocks(letter, moment, message), claimed_at)
        except _Refused:
            # Slack may refuse a picture for as long as it is at work on what was uploaded.
            return self._post(channel, message.in_older_blocks(), claimed_at)

    def _in_older_blocks(self, letter: Letter, moment: Moment, message: Message) -> Message:
        """A digest with its chart as a picture; where that cannot be, and for all else, in words."""
        if letter.kind is LetterKind.DIGEST and not letters.is_seal(letter):
            try:
                with self._office.db.reading() as session:
                    return digest.with_picture(session, letter, moment, self._office.slack)
            except UNANSWERED:
                log.warning("the chart of letter %s could not be uploaded, so it is told in words", letter.id)
        return message.in_older_blocks()

    def _post(self, channel: str, message: Message, claimed_at: float) -> str:
        self._keep_the_pace(channel)
        self._require_time(claimed_at)
        try:
            answer = self._slack.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=message.blocks,
                metadata=parts.metadata(message.key),
                unfurl_links=False,
                unfurl_media=False,
            )
        except UNANSWERED as error:
            outcome = outcome_of(error, was_posting=True)
            raise (_Refused if outcome.reason == REFUSED_BLOCKS else _Ended)(outcome) from error
        finally:
            self._posted_at[channel] = _since_boot()
        return str(answer["ts"])

    def _call(self, call: Callable[[], Any]) -> Any:
        """A call that posts nothing, so that whatever goes wrong leaves nothing unknown."""
        try:
            return call()
        except UNANSWERED as error:
            raise _Ended(outcome_of(error, was_posting=False)) from error

    def _require_time(self, claimed_at: float) -> None:
        """The next call must end within the lease, or another worker would take the letter for lost."""
        if _since_boot() - claimed_at > self._pace.lease - self._pace.answer:
            raise _Ended(Outcome(Ending.LATER, "the lease was too short"))

    def _keep_the_pace(self, channel: str) -> None:
        """Slack takes one message a second in a channel."""
        since = _since_boot() - self._posted_at.get(channel, float("-inf"))
        if since < self._pace.between_posts and self._stop.wait(self._pace.between_posts - since):
            raise _Ended(Outcome(Ending.LATER, "the bot was told to stop"))

    # --- what became of it

    def _mark_sent(self, letter: Letter, ts: str) -> bool:
        self._office.measures.letter()
        with self._office.db.claiming() as session:
            return stored.finish(session, letter, LetterState.SENT, ts=ts, reason=None)

    def _leave_one(self, letter: Letter, channel: str, ts: str) -> None:
        """Takes a post back whose claim was overtaken, once another worker's is there.

        So it is where this process was frozen between its last look at the time and the post. Whoever took
        the letter over may have found this very post, and not posted at all.
        """
        ends = _since_boot() + self._pace.lease + self._pace.settle
        while _since_boot() < ends and not self._stop.is_set():
            with self._office.db.reading() as session:
                there = stored.get(session, letter.id)
            if there is None or there.state is LetterState.SENT:
                if there is not None and there.ts != ts:
                    log.warning(
                        "letter %s was posted by another worker as well: one is taken back", letter.id
                    )
                    self._call(lambda: self._slack.chat_delete(channel=channel, ts=ts))
                return
            self._stop.wait(1.0)

    # What touches the reminders waits for other writers: the clock may be reckoning them at this moment.

    def _cancel(self, letter: Letter) -> None:
        with self._office.db.begin() as session:
            if stored.finish(session, letter, LetterState.CANCELLED, reason="nothing was left to say"):
                stored.forget_rungs(session, letter.id)

    def _let_go(self, letter: Letter, reason: str) -> None:
        """It is not posted any more: what it was to tell is told in another letter."""
        with self._office.db.begin() as session:
            if stored.finish(session, letter, LetterState.CANCELLED, reason=reason):
                stored.release(session, letter.id)

    def _end(self, letter: Letter, moment: Moment, outcome: Outcome) -> None:
        log.info("letter %s: %s (%s)", letter.id, outcome.ending.name.lower(), outcome.reason)
        if self._has_moved(letter, outcome):
            with self._office.db.claiming() as session:
                stored.finish(session, letter, LetterState.WAITING, reason=outcome.reason, channel=None)
            return
        if outcome.ending in (Ending.GONE, Ending.NEVER):
            with self._office.db.begin() as session:
                if stored.finish(session, letter, LetterState.FAILED, reason=outcome.reason):
                    self._give_up(session, letter, moment, outcome)
            return
        is_unknown = outcome.ending is Ending.UNKNOWN
        state = LetterState.UNKNOWN if is_unknown else LetterState.WAITING
        after = timedelta(seconds=self._pace.settle if is_unknown else self._wait(letter, outcome))
        with self._office.db.claiming() as session:
            stored.finish(session, letter, state, reason=outcome.reason, after=after)
        if outcome.wait:
            self._office.measures.rate_limit(outcome.wait)
            # Slack has had enough of this app for a while, not only of this letter.
            self._stop.wait(min(outcome.wait, self._pace.longest_wait))

    def _has_moved(self, letter: Letter, outcome: Outcome) -> bool:
        """Whether to open the conversation anew: an app that was made anew has other ones than before."""
        channel = letter.channel
        if outcome.reason != "channel_not_found" or letter.person is None or channel is None:
            return False
        is_news = channel not in self._lost
        self._lost.add(channel)
        return is_news

    def _give_up(self, session: Session, letter: Letter, moment: Moment, outcome: Outcome) -> None:
        """An administrator is told, and what the letter was to tell goes to whoever stands in."""
        if outcome.ending is Ending.GONE and letter.person_id is not None:
            people.cannot_be_reached(session, letter.person_id, moment.today)
            stored.release(session, letter.id)
        letters.report_trouble(session, moment, letter, outcome.reason)

    def _wait(self, letter: Letter, outcome: Outcome) -> float:
        """Longer at each attempt, and never for two letters the same."""
        if outcome.ending is not Ending.LATER:
            return self._pace.until_mended
        longest = min(self._pace.longest_wait, 2.0 ** min(letter.attempts, 10))
        return outcome.wait + random.uniform(0, longest)  # noqa: S311 - spread, not secrecy


def _since_boot() -> float:
    """Seconds that no change of the clock moves, and that go on while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class _Ended(Exception):  # noqa: N818 - an outcome, not a mistake in the code
    """The attempt ended without the letter being marked as sent."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


class _Refused(_Ended):
    """Slack does not know a kind of block."""


class _Overtaken(_Ended):
    """The claim ran out meanwhile; whoever holds the letter now marks it."""

    def __init__(self) -> None:
        super().__init__(Outcome(Ending.LATER, "overtaken"))
