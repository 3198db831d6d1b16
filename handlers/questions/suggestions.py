"""What one can ask, for whoever was not understood: the nearest three, as sentences to be typed."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.nearest import nearest as nearest_word
from handlers.questions import manners
from handlers.questions.lexicon import Known, tokens_of
from handlers.questions.reading import gist_of
from handlers.questions.words import Kind

# The first three are for whoever wrote nothing of the trade.
SENTENCES = (
    "overdue for care leavers",
    "my open actions",
    "recommendations for K7Q2M",
    "due this week",
    "due by Friday",
    "due today",
    "open actions for child protection",
    "case K7Q2M",
    "history of K7Q2M",
    "action A17",
    "grades for care leavers 2016 to 2018",
    "what is waiting for me?",
    "which actions are waiting to be checked?",
    "which audits wait for moderation?",
    "requests for more time",
    "what changed this week?",
    "what was done this week?",
    "when is the next meeting?",
    "how many are overdue?",
    "how many audits were good in 2018?",
    "digest",
    "who can help me?",
    "help",
    "audit K7Q2M good",
    "leave 14 April to 25 April",
    "pause until Friday",
    "days mon-thu",
)

# Whoever names a case or an action wants to know of that one.
WEIGHT: Mapping[object, int] = {Kind.CASE: 2, Kind.ACTION: 2}


def nearest(text: str, known: Known, today: date, most: int = 3) -> Sequence[str]:
    """The sentences that have most in common with the text. Nothing of the text itself is in them."""
    gist = gist_of(text, known, today)
    first = next(iter(tokens_of(text)), "")
    commands = {tokens_of(sentence)[0] for sentence in SENTENCES} - {*manners.ASKING}
    meant = nearest_word(first, (word for word in commands if len(word) > 3))

    def far(sentence: str) -> tuple[int, int]:
        other = gist_of(sentence, Known(), today)
        shared = sum(WEIGHT.get(entry, 1) for entry in gist & other)
        shared += 2 * (tokens_of(sentence)[0] == meant)
        return -shared, len(other - gist) if shared else 0

    return sorted(SENTENCES, key=far)[:most]
