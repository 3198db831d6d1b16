"""Seals made of the journal, and the journal held against seals that were made before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from itertools import takewhile
from pathlib import Path

from sqlalchemy.orm import Session

from bot import letters
from bot.rules.seals import Seal
from bot.visit import Moment
from storage import chain, journal, remembered
from storage.chain import Known


def make(session: Session, at: datetime) -> Seal:
    """The seal of the journal as it stands."""
    end = journal.end(session)
    return Seal(end.number, end.hash, at.replace(microsecond=0))


class Verdict(Enum):
    """What the journal says of a seal."""

    HOLDS = auto()
    OTHER = auto()  # the row has another hash: it, or one before it, was rewritten
    REPLACED = auto()  # the row is younger than the seal: what the seal knew is gone, and was written on
    BEYOND = auto()  # the journal ends before the row


@dataclass(frozen=True)
class Held:
    """One seal held against the journal, and what stands at its number now."""

    seal: Seal
    verdict: Verdict
    row: Known | None = None


@dataclass(frozen=True)
class Comparison:
    """All seals held against the journal, the first that was made first, and where the journal ends."""

    held: Sequence[Held]
    end: Seal

    @property
    def broken(self) -> Sequence[Held]:
        """Those that do not hold."""
        return [one for one in self.held if one.verdict is not Verdict.HOLDS]

    @property
    def before(self) -> Seal | None:
        """The last seal before any that does not hold: up to its row nothing was changed."""
        good = [one.seal for one in takewhile(_holds, self.held)]
        return good[-1] if good else None

    @property
    def after(self) -> Seal | None:
        """The first seal after those that do not hold: what was done was done before it was made."""
        good = [one.seal for one in takewhile(_holds, reversed(self.held))]
        return good[-1] if good else None


def _holds(one: Held) -> bool:
    return one.verdict is Verdict.HOLDS


def compare(session: Session, seals: Sequence[Seal]) -> Comparison:
    """Holds the seals against the journal as it stands. Where rows were altered the chain itself tells."""
    rows = chain.known(session, {seal.number for seal in seals})
    seals = _once(seals)
    newest = journal.end(session)
    last = chain.known(session, {newest.number}).get(newest.number)
    ordered = sorted(seals, key=_in_order if all(seal.at for seal in seals) else _by_row)
    held = [Held(seal, _verdict(seal, rows.get(seal.number)), rows.get(seal.number)) for seal in ordered]
    return Comparison(held, Seal(newest.number, newest.hash, last.at if last else None))


def _verdict(seal: Seal, row: Known | None) -> Verdict:
    if seal.number == 0:
        return Verdict.HOLDS if seal.hash == journal.NO_HASH else Verdict.OTHER
    if row is None:
        return Verdict.BEYOND
    if row.hash == seal.hash:
        return Verdict.HOLDS
    is_younger = seal.at is not None and row.at is not None and row.at > seal.at
    return Verdict.REPLACED if is_younger else Verdict.OTHER


def _once(seals: Sequence[Seal]) -> Sequence[Seal]:
    """Each once: a message has its seal with its time, and again in how to check it."""
    timed = {(seal.number, seal.hash) for seal in seals if seal.at}
    return [seal for seal in set(seals) if seal.at or (seal.number, seal.hash) not in timed]


def _in_order(seal: Seal) -> str:
    return seal.line  # it begins with when it was made


def _by_row(seal: Seal) -> int:
    return seal.number


# --- the file that they are kept in

KEPT, MISSED = "seal kept in", "seal missed since"
FROM_DAYS = 3


def is_of(seal: Seal, moment: Moment) -> bool:
    """Whether the seal was made on the day that it is."""
    return seal.at is not None and seal.at.astimezone(moment.terms.zone).date() == moment.today


def is_kept(session: Session, file: Path, today: date) -> bool:
    """Whether the day's seal is known to be in the file."""
    return remembered.get(session, KEPT) == f"{today} {file}"


def was_kept_before(session: Session, file: Path) -> bool:
    """Whether the file must be there, with seals in it."""
    return (remembered.get(session, KEPT) or "").partition(" ")[2] == str(file)


def kept(session: Session, file: Path, today: date) -> None:
    """Notes that the day's seal is in the file."""
    remembered.keep(session, KEPT, f"{today} {file}")
    remembered.keep(session, MISSED, "")


def missed(session: Session, moment: Moment, why: str) -> bool:
    """Notes that the day's seal could not be kept; False where that was noted today before.

    After some days an administrator is told, once.
    """
    first, _, last = (remembered.get(session, MISSED) or "").partition(" ")
    since = date.fromisoformat(first) if first else moment.today
    if last == str(moment.today):
        return False
    remembered.keep(session, MISSED, f"{since} {moment.today}")
    days = (moment.today - since).days
    if days >= FROM_DAYS:
        letters.report(session, moment, f"seal file:{since}", NOT_KEPT.format(days=days, why=why))
    return True


def report_broken(session: Session, moment: Moment, seal: Seal) -> None:
    """Lets an administrator know that the journal is not what its last seal says."""
    letters.report(session, moment, f"seal broken:{seal.line}", BROKEN.format(row=seal.number))


NOT_KEPT = (
    "The journal's seals have not been kept in their file for {days} days ({why}). Nothing of the record is "
    "lost; one is tried every few minutes. `python -m bot check` says what is in the way."
)
BROKEN = (
    "The journal is not what its last seal says (row {row:,}). If an older backup was restored, that is "
    "why. If none was, somebody changed the record behind the bot: please have `python -m bot verify "
    "--seals FILE` run with the file of seals, and keep the database as it is."
)
