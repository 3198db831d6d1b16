"""What a document is of: everything, a cohort, the rounds of a year, or one round."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.documents import Wanted
from bot.errors import NotFound
from bot.rules.wording import listed
from storage import rounds
from storage.models import Round


@dataclass(frozen=True)
class Scope:
    """`round_ids` is None where it is of whatever round. `words` is a sentence, or empty for everything."""

    round: Round | None
    round_ids: Collection[int] | None
    words: str


def of(session: Session, wanted: Wanted) -> Scope:
    """The scope that is asked for. Raises NotFound where its round is gone."""
    chosen = rounds.get(session, wanted.round_id)
    if wanted.round_id is not None and chosen is None:
        raise NotFound("That round is no longer there. `/g2o rounds` shows those that are.")
    words = [wanted.cohort.plural] if wanted.cohort else []
    if chosen is not None:
        return Scope(chosen, [chosen.id], _sentence([*words, f"the round {chosen.name}"]))
    if wanted.year is None:
        return Scope(None, None, _sentence(words))
    ids = rounds.ids_started_in(session, wanted.year)
    return Scope(None, ids, _sentence([*words, f"rounds that started in {wanted.year}"]))


def _sentence(words: list[str]) -> str:
    return f"Only of: {listed(words)}." if words else ""
