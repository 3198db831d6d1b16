"""The outbox: letters put in once, claimed by one worker at a time, and marked with what became of them.

The database's clock rules: replicas need none in common. On SQLite that is this machine's.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from storage import actions, holdings, holds
from storage.models import ON_ITS_WAY_SQL, STILL_THERE_SQL, Action, Letter, Notice, Person
from storage.words import LetterKind, LetterState

ON_ITS_WAY = sa.text(f"letters.{ON_ITS_WAY_SQL}")
STILL_THERE = sa.text(STILL_THERE_SQL)

# Nothing is put off or claimed for so long: a row that seems to be was written while the clock was wrong.
MOST_PUT_OFF = timedelta(hours=2)


@dataclass(frozen=True)
class Address:
    """To whom a letter goes, on which day, and under which key."""

    key: str
    day: date
    until: date
    person_id: int | None = None
    team_id: int | None = None

    @property
    def kind(self) -> LetterKind:
        return LetterKind.DIGEST if self.person_id is None else LetterKind.DAILY


def now(session: Session) -> datetime:
    """The database's time."""
    if session.get_bind().dialect.name == "sqlite":
        return datetime.now(UTC)
    return session.scalars(sa.select(sa.func.clock_timestamp(type_=sa.DateTime(timezone=True)))).one()


def put(session: Session, addresses: Sequence[Address]) -> list[Letter]:
    """Puts letters in and gives them; where one of that key was put in before, there is no second."""
    keys = [address.key for address in addresses]
    there = set(session.scalars(sa.select(Letter.key).where(Letter.key.in_(keys))))
    moment = now(session)
    letters = [_new(address, moment) for address in addresses if address.key not in there]
    session.add_all(letters)
    session.flush()
    return letters


def _new(address: Address, moment: datetime) -> Letter:
    return Letter(
        key=address.key,
        kind=address.kind,
        person_id=address.person_id,
        team_id=address.team_id,
        day=address.day,
        until=address.until,
        state=LetterState.WAITING,
        made_at=moment,
        not_before=moment,
    )


def is_there(session: Session, address: Address) -> bool:
    """Whether a letter of that key was put in."""
    return session.scalar(sa.select(Letter.id).where(Letter.key == address.key)) is not None


def of_keys(session: Session, keys: Collection[str]) -> dict[str, Letter]:
    """The letters of these keys, as far as there are such."""
    found = session.scalars(_WHOLE.where(Letter.key.in_(keys)))
    return {letter.key: letter for letter in found}


def get(session: Session, letter_id: int) -> Letter | None:
    """The letter with the person and the team."""
    return session.scalar(_WHOLE.where(Letter.id == letter_id))


def readers_on(session: Session, day: date) -> set[int]:
    """Everybody who has a letter of that day, wherever it has got to, by id."""
    found = session.scalars(sa.select(Letter.person_id).where(Letter.day == day))
    return {person_id for person_id in found if person_id is not None}


def had_one(session: Session, letter: Letter) -> bool:
    """Whether an earlier letter has reached the person."""
    query = sa.select(Letter.id).where(
        Letter.person_id == letter.person_id, Letter.state == LetterState.SENT, Letter.id != letter.id
    )
    return session.scalar(query.limit(1)) is not None


def conversation_with(session: Session, person: Person) -> str | None:
    """The direct message in which the person's last letter arrived, if they have that Slack account still."""
    return session.scalar(
        sa.select(Letter.channel)
        .where(
            Letter.person_id == person.id,
            Letter.slack_id == person.slack_id,
            Letter.state == LetterState.SENT,
        )
        .order_by(Letter.id.desc())
        .limit(1)
    )


def claim(session: Session, lease: timedelta, settle: timedelta) -> Letter | None:
    """Takes the letter that has waited longest, for as long as the lease; None where there is none.

    Whose lease has run out may still be posting: such a letter settles first, and is then looked for.
    """
    moment = now(session)
    run_out = sa.or_(Letter.lease_until < moment, Letter.lease_until > moment + MOST_PUT_OFF)
    session.execute(
        sa.update(Letter)
        .where(ON_ITS_WAY, Letter.state == LetterState.SENDING, run_out)
        .values(state=LetterState.UNKNOWN, not_before=moment + settle, reason="the worker was lost")
        .execution_options(synchronize_session=False)
    )
    ripe = sa.or_(Letter.not_before <= moment, Letter.not_before > moment + MOST_PUT_OFF)
    letter = session.scalar(
        _WHOLE.where(ON_ITS_WAY, Letter.state != LetterState.SENDING, ripe)
        .order_by(Letter.not_before, Letter.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Letter)
    )
    if letter is None:
        return None
    letter.state = LetterState.SENDING
    letter.token += 1
    letter.attempts += 1
    letter.lease_until = moment + lease
    letter.first_tried_at = letter.first_tried_at or moment
    return letter


def finish(session: Session, letter: Letter, state: LetterState, **values: object) -> bool:
    """Marks what became of a claimed letter; False where the claim was overtaken, and nothing is marked.

    `after`, a timedelta, says for how long it is put off.
    """
    after = values.pop("after", None)
    if isinstance(after, timedelta):
        values["not_before"] = now(session) + after
    if state is LetterState.SENT:
        values["sent_at"] = now(session)
    return _mark(session, letter, state=state, lease_until=None, **values)


def note_channel(session: Session, letter: Letter, channel: str) -> bool:
    """Keeps where a claimed letter is about to be posted; False where the claim was overtaken."""
    return _mark(session, letter, channel=channel, slack_id=letter.person.slack_id if letter.person else None)


def _mark(session: Session, letter: Letter, **values: object) -> bool:
    statement = (
        sa.update(Letter)
        .where(Letter.id == letter.id, Letter.token == letter.token, Letter.state == LetterState.SENDING)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(session.connection().execute(statement).rowcount)


def release(session: Session, letter_id: int) -> None:
    """What a letter was to tell is told in another: rungs are reckoned anew, all else waits again."""
    rungs = sa.select(Notice.action_id).where(Notice.letter_id == letter_id, Notice.rung.is_not(None))
    actions.look_again(session, Action.id.in_(rungs))
    forget_rungs(session, letter_id)
    session.execute(sa.update(Notice).where(Notice.letter_id == letter_id).values(letter_id=None))


def forget_rungs(session: Session, letter_id: int) -> None:
    """The rungs that the letter was to tell count as not told."""
    session.execute(sa.delete(Notice).where(Notice.letter_id == letter_id, Notice.rung.is_not(None)))


def never_tried_before(session: Session, day: date) -> Sequence[int]:
    """Letters whose days have passed and that nobody has tried to post."""
    return session.scalars(
        sa.select(Letter.id).where(
            ON_ITS_WAY, Letter.state == LetterState.WAITING, Letter.attempts == 0, Letter.until < day
        )
    ).all()


def cancel(session: Session, letter_id: int, reason: str) -> bool:
    """Cancels a letter that nobody has tried to post; False where a worker was quicker."""
    statement = (
        sa.update(Letter)
        .where(Letter.id == letter_id, Letter.state == LetterState.WAITING, Letter.attempts == 0)
        .values(state=LetterState.CANCELLED, reason=reason)
    )
    return bool(session.connection().execute(statement).rowcount)


def hurry(session: Session, letter: Letter) -> None:
    """A letter that waits for its next attempt is tried at once; one that must settle goes on settling."""
    if letter.state is LetterState.WAITING:
        letter.not_before = now(session)


def put_back(session: Session, letter: Letter) -> None:
    """A letter that failed is tried again, where it belongs by now."""
    letter.state, letter.reason, letter.not_before = LetterState.WAITING, None, now(session)
    letter.channel = None


def put_away(session: Session, letter: Letter, reason: str) -> None:
    """A letter that failed is not tried again."""
    letter.state, letter.reason = LetterState.CANCELLED, reason
    session.flush()


def not_sent(session: Session, limit: int) -> Sequence[Letter]:
    """Letters that wait, are on their way or have failed, the oldest first."""
    states = (LetterState.WAITING, LetterState.SENDING, LetterState.UNKNOWN, LetterState.FAILED)
    return session.scalars(_WHOLE.where(Letter.state.in_(states)).order_by(Letter.id).limit(limit)).all()


def still_there(session: Session, before: date, limit: int) -> Sequence[Letter]:
    """Letters to people of a day before that one, whose messages were not taken back, the oldest first.

    What told of a case that is on hold stays.
    """
    kept = sa.select(Notice.letter_id).where(
        holdings.tells_of(holds.case_ids()), Notice.letter_id == Letter.id
    )
    return session.scalars(
        sa.select(Letter)
        .where(STILL_THERE, Letter.day < before, ~kept.exists())
        .order_by(Letter.day, Letter.id)
        .limit(limit)
    ).all()


def take_back(session: Session, letter_id: int, at: datetime) -> None:
    """Its message is gone; what it told stays told."""
    session.execute(sa.update(Letter).where(Letter.id == letter_id).values(taken_back_at=at))


def count_failed(session: Session, since: date) -> int:
    """How many letters of that day or a later one have failed."""
    failed = sa.select(sa.func.count(Letter.id)).where(Letter.state == LetterState.FAILED)
    return session.scalar(failed.where(Letter.day >= since)) or 0


@dataclass(frozen=True)
class Standing:
    """Letters that are not sent, by state, and when the oldest of those that may still be was made."""

    counts: Mapping[LetterState, int] = field(default_factory=dict)
    oldest: datetime | None = None

    def age(self, at: datetime) -> float:
        """How many seconds ago the oldest was made; 0 where there is none."""
        return max(0.0, (at - self.oldest).total_seconds()) if self.oldest else 0.0


def standing(session: Session, since: date) -> Standing:
    """How the letters stand; of those that failed, those of that day or a later one."""
    rows = session.execute(
        sa.select(Letter.state, sa.func.count(), sa.func.min(Letter.made_at))
        .where(ON_ITS_WAY)
        .group_by(Letter.state)
    ).all()
    states = (LetterState.WAITING, LetterState.SENDING, LetterState.UNKNOWN)
    counted = dict.fromkeys(states, 0) | {state: count for state, count, _ in rows}
    oldest = min((made_at for _, _, made_at in rows), default=None)
    return Standing({**counted, LetterState.FAILED: count_failed(session, since)}, oldest)


def counts(session: Session) -> dict[LetterState, int]:
    """How many letters there are of each state."""
    rows = session.execute(sa.select(Letter.state, sa.func.count()).group_by(Letter.state))
    return {row.state: row[1] for row in rows}


_WHOLE = sa.select(Letter).options(joinedload(Letter.person), joinedload(Letter.team))
