"""Seals made of the journal, and the journal held against seals that were made before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from itertools import takewhile

from sqlalchemy.orm import Session

from bot.rules.seals import Seal
from storage import chain, journal
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
    newest = journal.end(session)
    last = chain.known(session, {newest.number}).get(newest.number)
    ordered = sorted(set(seals), key=_in_order if all(seal.at for seal in seals) else _by_row)
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


def _in_order(seal: Seal) -> str:
    return seal.line  # it begins with when it was made


def _by_row(seal: Seal) -> int:
    return seal.number
