"""Letters: what is due to be told, to whom, and in which letter. One a person a working day, all in one.

Deciding has two steps, each in transactions of its own, so that any number of actions may be due.
`bot.reminders` notes what actions have reached; when nothing is left to look at, `bundle` puts all that waits
into letters. Whoever is killed in between leaves notes that the next turn of the clock goes on from.
"""

import logging
import uuid
from collections import defaultdict
from datetime import date, timedelta
from itertools import takewhile

from sqlalchemy.orm import Session

from bot import invitations, recipients, reminders
from bot.desk import Desk
from bot.errors import Conflict, NotFound
from bot.rules import hours
from bot.visit import Moment
from storage import actions as stored_actions
from storage import letters as stored
from storage import notices, people
from storage.letters import Address
from storage.models import Letter, Team
from storage.words import LetterState, Told

log = logging.getLogger("g2o")

# So many days without a seal are told to an administrator.
DAYS_WITHOUT_SEAL = 3
MOST_MISSED = 60
NO_SEALS = (
    "Slack has taken none for {} days. One is tried every day; `python -m bot check` says what is in the way."
)

# Any number: the same letter has the same key for ever, on every machine.
_KEYS = uuid.UUID("2b8d5f0c-7e0b-4a54-9a7e-7d1f6c0a9b35")


def is_open(moment: Moment) -> bool:
    """Whether people are written to at this time of the day. Whether they work today is theirs."""
    return hours.is_open(moment.at, moment.terms.zone, moment.terms.nudge_at)


def is_over(letter: Letter, moment: Moment) -> bool:
    """Whether the time in which the letter may be posted has passed."""
    if is_seal(letter):
        return moment.today > letter.until
    has_ended = moment.today == letter.until and hours.is_past(moment.at, moment.terms.zone)
    return has_ended or moment.today > letter.until


def is_time(letter: Letter, moment: Moment) -> bool:
    """Whether the letter may be posted now."""
    if not letter.day <= moment.today <= letter.until:
        return False
    if is_seal(letter):
        return True
    if letter.person_id is not None:
        return is_open(moment)
    # When a digest is due was said as it was put in; it may be sooner than people are written to.
    is_working_day = moment.terms.calendar.is_working_day(moment.today)
    return is_working_day and hours.is_open(moment.at, moment.terms.zone, hours.OPENS)


def is_anything_due(
    session: Session, moment: Moment, *, has_service_channel: bool, has_seal_channel: bool = False
) -> bool:
    """Whether there is something to decide: a few look-ups, so that the clock need not wait for writers."""
    if has_seal_channel and _seal_is_due(moment) and not stored.is_there(session, seal_of(moment.today)):
        return True
    if not reminders.is_reckoned_so(session, moment) or stored.never_tried_before(session, moment.today):
        return True
    if is_open(moment) and stored_actions.to_look_at(session, moment.today, 1):
        return True
    if is_open(moment) and invitations.is_anything_due(session, moment):
        return True
    if is_open(moment) and _is_anybody_to_be_told(session, moment):
        return True
    return any(
        not stored.is_there(session, address)
        for address in _digests(session, moment, has_service_channel=has_service_channel)
    )


def _is_anybody_to_be_told(session: Session, moment: Moment) -> bool:
    """Whether of all that waits something can be told today: most of it waits for tomorrow's letters."""
    waiting = notices.waiting(session)
    return bool(waiting) and any(True for _ in Desk(session, moment).readers_of(waiting))


def let_go(session: Session, moment: Moment) -> int:
    """Letters that nobody tried to post on their day are told in another; gives how many.

    So is what was noted on a day before and got into none, as by a crash in between.
    """
    notices.forget_stale_rungs(session, moment.today)
    old = [
        letter_id
        for letter_id in stored.never_tried_before(session, moment.today)
        if stored.cancel(session, letter_id, "its day has passed")
    ]
    for letter_id in old:
        stored.release(session, letter_id)
    return len(old)


def bundle(session: Session, moment: Moment) -> int:
    """Puts what waits into today's letters; gives how many letters."""
    told: dict[int, list[int]] = defaultdict(list)
    for notice, reader in Desk(session, moment).readers_of(notices.waiting(session)):
        told[reader.id].append(notice.id)
    letters = stored.put(session, [letter_to(person_id, moment.today) for person_id in told])
    notices.put_in(
        session,
        {
            notice_id: letter.id
            for letter in letters
            if letter.person_id is not None
            for notice_id in told[letter.person_id]
        },
    )
    return len(letters)


def letter_to(person_id: int, day: date) -> Address:
    """A person's letter of the day."""
    return Address(_key("daily", person_id, day), day, day, person_id=person_id)


def digest_of(team: Team | None, week: date) -> Address:
    """The digest of a team, or of the service, for the week that begins on that Monday."""
    team_id = team.id if team else None
    sunday = week + timedelta(days=6)
    return Address(_key("digest", team_id or "service", week), week, sunday, team_id=team_id)


def decide_digests(session: Session, moment: Moment, *, has_service_channel: bool) -> int:
    """Puts in the week's digests once their time has come; gives how many."""
    due = _digests(session, moment, has_service_channel=has_service_channel)
    return len(stored.put(session, due))


def seal_of(day: date) -> Address:
    """The seal that is posted on that day. By its kind it is what goes to a channel, as a digest is."""
    return Address(_key("seal", day), day, day)


def is_seal(letter: Letter) -> bool:
    """Whether it posts the journal's seal: its key tells."""
    return letter.key == seal_of(letter.day).key


def _seal_is_due(moment: Moment) -> bool:
    """Every day of the week, from the time on at which people are written to."""
    return moment.at.astimezone(moment.terms.zone).time() >= moment.terms.nudge_at


def decide_seal(session: Session, moment: Moment) -> bool:
    """Puts the day's seal in once its time has come; says if none has arrived for days."""
    if not _seal_is_due(moment) or not stored.put(session, [seal_of(moment.today)]):
        return False
    missed = _missed_seals(session, moment.today)
    if len(missed) >= DAYS_WITHOUT_SEAL:
        report_trouble(session, moment, missed[0], NO_SEALS.format(len(missed)))
    return True


def _missed_seals(session: Session, today: date) -> list[Letter]:
    """The seals of the days before that did not arrive, without a gap, the first first."""
    keys = [seal_of(today - timedelta(days=back)).key for back in range(1, MOST_MISSED + 1)]
    found = stored.of_keys(session, keys)
    missed = takewhile(
        lambda letter: letter is not None and letter.state is not LetterState.SENT, map(found.get, keys)
    )
    return [letter for letter in missed if letter is not None][::-1]


def last_seal(session: Session, today: date) -> Letter | None:
    """The last seal that was posted in these weeks."""
    keys = [seal_of(today - timedelta(days=back)).key for back in range(MOST_MISSED + 1)]
    found = stored.of_keys(session, keys)
    arrived = (found[key] for key in keys if key in found and found[key].state is LetterState.SENT)
    return next(arrived, None)


def _digests(session: Session, moment: Moment, *, has_service_channel: bool) -> list[Address]:
    """The week's digests, once their time has come."""
    if not _digest_is_due(moment):
        return []
    teams: list[Team | None] = [team for team in people.teams(session) if team.channel]
    week = hours.week_of(moment.today)
    return [digest_of(team, week) for team in (*teams, *([None] if has_service_channel else []))]


def _digest_is_due(moment: Moment) -> bool:
    """From its day and time on, or from the next working day of its week; never on a day off.

    Where the days after it are off as well, as after Good Friday, it comes on the last working day before.
    """
    wanted, calendar = moment.terms.digest_at, moment.terms.calendar
    week = hours.week_of(moment.today)
    first = calendar.after(week + timedelta(days=wanted.weekday), 0)
    if hours.week_of(first) != week:
        first = calendar.after(week + timedelta(days=wanted.weekday), -1)
    opens = wanted.at if moment.today == first else moment.terms.nudge_at
    return (
        first <= moment.today
        and calendar.is_working_day(moment.today)
        and hours.is_open(moment.at, moment.terms.zone, opens)
    )


def retry(session: Session, moment: Moment, letter_id: int) -> str:
    """Tries a letter again once what kept it back is mended; says what happens now. Raises Refusal.

    A person's letter that failed is not sent as it was: what it told goes into their next one.
    """
    letter = stored.get(session, letter_id)
    if letter is None:
        raise NotFound("There is no letter of that number: python -m bot letters lists them.")
    if letter.state in (LetterState.SENT, LetterState.CANCELLED):
        raise Conflict(f"That letter was {letter.state.label.lower()} already, so nothing was changed.")
    if letter.state is not LetterState.FAILED:
        stored.hurry(session, letter)
        return "It is on its way: it is tried as soon as the bot is at work and the time of the day allows."
    if letter.person is None:
        if is_over(letter, moment):
            raise Conflict("Its time is over; the next one is made when its time comes.")
        stored.put_back(session, letter)
        return "It is tried again as soon as the bot is at work and the time of the day allows."
    people.can_be_reached_again(session, letter.person.id)
    stored.release(session, letter.id)
    stored.put_away(session, letter, "told in the next letter")
    return (
        f"What it was to tell is told in the next letter to {letter.person.name}, on their next working day."
    )


def report_trouble(session: Session, moment: Moment, letter: Letter, reason: str) -> None:
    """Lets an administrator know, in their own letter, that this one could not be delivered.

    Of seals that fail day after day they hear once.
    """
    if is_seal(letter):
        letter = next(iter(_missed_seals(session, letter.day)), letter)
    what = {"key": f"{Told.TROUBLE}:{letter.key}", "about_letter_id": letter.id, "note": reason}
    _tell_administrator(session, moment, what, but=letter.person_id)


def report(session: Session, moment: Moment, key: str, sentence: str) -> None:
    """Lets an administrator know of something else, in their own letter, once for a key."""
    _tell_administrator(session, moment, {"key": f"{Told.TROUBLE}:{key}", "note": sentence}, but=None)


def _tell_administrator(
    session: Session, moment: Moment, what: dict[str, object], *, but: int | None
) -> None:
    administrator = recipients.administrator(session, but=but)
    if administrator is None:
        log.warning("%s (%s), and no administrator has Slack", what["key"], what["note"])
        return
    notice = {"person_id": administrator.id, "told": Told.TROUBLE, "made_on": moment.today, **what}
    notices.put(session, [notice])


def _key(*parts: object) -> str:
    return str(uuid.uuid5(_KEYS, ":".join(map(str, parts))))
