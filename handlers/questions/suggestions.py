"""What one can ask, for whoever was not understood: the nearest three, as sentences to be typed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.nearest import nearest as nearest_word
from bot.rules.rights import Right
from handlers.questions import manners
from handlers.questions.lexicon import Known, tokens_of
from handlers.questions.reading import gist_of
from handlers.questions.words import Kind

# Each with the right that it takes. The first are for whoever wrote nothing of the trade.
SENTENCES: Mapping[str, Right | None] = {
    "my open actions": Right.SEE_ACTIONS,
    "due this week": Right.SEE_ACTIONS,
    "what is overdue?": Right.SEE_ACTIONS,
    "case K7Q2M": Right.SEE_CASE,
    "recommendations for K7Q2M": Right.SEE_CASE,
    "history of K7Q2M": Right.SEE_CASE,
    "overdue for care leavers": Right.SEE_ACTIONS,
    "due next month": Right.SEE_ACTIONS,
    "due by Friday": Right.SEE_ACTIONS,
    "due today": Right.SEE_ACTIONS,
    "open actions for child protection": Right.SEE_ACTIONS,
    "action A17": Right.SEE_ACTIONS,
    "grades for care leavers 2016 to 2018": Right.SEE_GRADES,
    "what is waiting for me?": Right.SEE_ACTIONS,
    "which actions are waiting to be checked?": Right.CHECK_ACTION,
    "which audits wait for moderation?": Right.MODERATE_AUDIT,
    "requests for more time": Right.DECIDE_EXTENSION,
    "what changed this week?": Right.SEE_CASE,
    "what was done last month?": Right.SEE_ACTIONS,
    "when is the next meeting?": Right.SEE_ACTIONS,
    "how many are overdue?": Right.SEE_ACTIONS,
    "how many audits were good in 2018?": Right.SEE_GRADES,
    "digest": Right.SEE_DIGEST,
    "the improvement plan": Right.SEE_PLAN,
    "what are the common themes?": Right.SEE_PLAN,
    "areas for development for care leavers": Right.SEE_PLAN,
    "does it work?": Right.SEE_IMPACT,
    "what is planned this year?": Right.SEE_PROGRAMME,
    "thematic audits last year": Right.SEE_PROGRAMME,
    "coverage": Right.SEE_COVERAGE,
    "which cases have not been audited?": Right.SEE_COVERAGE,
    "audits to do": Right.SEE_COVERAGE,
    "audit rounds?": Right.SEE_COVERAGE,
    "audit K7Q2M good": Right.LOG_AUDIT,
    "who can help me?": None,
    "who is an administrator?": None,
    "leave 14 April to 25 April": None,
    "pause until Friday": Right.COMPLETE_ACTION,
    "days mon-thu": Right.COMPLETE_ACTION,
    "help": None,
}

# Whoever names a case or an action wants to know of that one.
WEIGHT: Mapping[object, int] = {Kind.CASE: 2, Kind.ACTION: 2}


def nearest(
    text: str, known: Known, today: date, may: Callable[[Right], bool], most: int = 3
) -> Sequence[str]:
    """The sentences that have most in common with the text, of those that the person `may` ask.

    Nothing of the text itself is in them.
    """
    sentences = [sentence for sentence, right in SENTENCES.items() if right is None or may(right)]
    gist = gist_of(text, known, today)
    first = next(iter(tokens_of(text)), "")
    commands = {tokens_of(sentence)[0] for sentence in sentences} - {*manners.ASKING}
    meant = nearest_word(first, (word for word in commands if len(word) > 3))

    def far(sentence: str) -> tuple[int, int]:
        other = gist_of(sentence, Known(), today)
        shared = sum(WEIGHT.get(entry, 1) for entry in gist & other)
        shared += 2 * (tokens_of(sentence)[0] == meant)
        return -shared, len(other - gist) if shared else 0

    return sorted(sentences, key=far)[:most]
