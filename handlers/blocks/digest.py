"""The weekly digest: the numbers in words, one chart of how late is late, and its preview."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.reports.digest import BAND_ENDS, BANDS, Digest, RoundProgress
from bot.rules import dates, wording
from handlers.blocks import parts
from handlers.blocks.parts import Block, Message, escape, quote

# Of fewer audits than this, colleagues could tell whose was graded what: only their number is told.
FEWEST_GRADED = 5
MOST_ROUNDS = 5
CHART = "data_visualization"

LATE_BY = (
    f"up to {BAND_ENDS[0]}",
    *(f"{last + 1} to {end}" for last, end in pairwise(BAND_ENDS)),
    f"more than {BAND_ENDS[-1]}",
)


def digest(figures: Digest, duty_sentence: str) -> Message:
    """The digest as it is posted. Its `older` form has the chart's finding in words."""
    name = f"Weekly digest: {figures.team or 'the whole service'}"
    duty = escape(duty_sentence)
    if figures.is_empty:
        nothing = f"{escape(name)}. Nothing is late, nothing is due this week and nothing waits."
        line = " ".join([nothing, *_next_meeting(figures)])
        return Message(f"{line} {duty}", [parts.section(line), parts.context(f"*{duty}*")])
    sections = [*_went_well(figures), (_today(figures), _standing(figures))]
    words = [f"{title}. {' '.join(lines)}" for title, lines in sections]
    message = Message(
        parts.shorten(" ".join([f"{escape(name)}.", *words, *_finding(figures), duty]), parts.LONGEST_TEXT),
        [
            parts.header(name),
            *(parts.section("\n".join([f"*{title}*", *lines])) for title, lines in sections),
            *([_chart(figures)] if figures.late else []),
            parts.actions(
                parts.button("Show me mine", "digest_mine", "mine", label="Show me my open actions"),
                parts.button(
                    "Show all I may see", "digest_all", "all", label="Show all overdue actions I may see"
                ),
            ),
            parts.context(f"*{duty}*"),
        ],
    )
    return _with_older(message, figures)


def with_picture(message: Message, file_id: str, alt_text: str) -> Message:
    """The same digest with an uploaded picture in the place of the chart. `alt_text` is its finding."""
    picture: Block = {"type": "image", "slack_file": {"id": file_id}, "alt_text": alt_text}
    return replace(message, blocks=_in_its_place(message.blocks, picture))


def finding(figures: Digest) -> str:
    """What the chart shows, in a sentence: how many are late by how much. Something must be late."""
    first, *rest = [(count, LATE_BY[band]) for band, count in enumerate(figures.ageing) if count]
    late_by = f"late by {first[1]} working days"
    if figures.late == 1:
        return f"The late action is {late_by}."
    if not rest:
        return f"All {figures.late:,} late actions are {late_by}."
    *listed, last = [
        f"{first[0]:,} {wording.are(first[0])} {late_by}",
        *(f"{count:,} by {by}" for count, by in rest),
    ]
    return f"Of {figures.late:,} late actions, {', '.join(listed)} and {last}."


def preview(message: Message, note: str) -> Message:
    """The digest for one person's eyes; `note` says where it is posted, or why it is not."""
    above = parts.context(note)
    return replace(
        message,
        text=parts.shorten(f"{note} {message.text}", parts.LONGEST_TEXT),
        blocks=[above, *message.blocks],
        older=[above, *message.older] if message.older else (),
    )


def _with_older(message: Message, figures: Digest) -> Message:
    if not figures.late:
        return message
    return replace(message, older=_in_its_place(message.blocks, parts.section(finding(figures))))


def _in_its_place(blocks: Sequence[Block], other: Block) -> Sequence[Block]:
    return [other if block["type"] == CHART else block for block in blocks]


def _finding(figures: Digest) -> Sequence[str]:
    return [finding(figures)] if figures.late else []


def _went_well(figures: Digest) -> Sequence[tuple[str, Sequence[str]]]:
    if not figures.went_well:
        return []
    title = f"What went well last week, {dates.in_words(figures.since)} to {dates.in_words(figures.until)}"
    lines = [
        *_told(figures.done, "action", "done"),
        *_told(figures.checked, "action", "checked by somebody else and found done"),
        *_helped(figures.made_a_difference),
        *_audits(figures),
    ]
    return [(title, [*lines, "Thank you."])]


def _told(count: int, what: str, done: str) -> Sequence[str]:
    return [f"{wording.many(count, what)} {'was' if count == 1 else 'were'} {done}."] if count else []


def _helped(count: int) -> Sequence[str]:
    return [f"{wording.many(count, 'action')} made a difference, wholly or partly."] if count else []


def _audits(figures: Digest) -> Sequence[str]:
    if not figures.audits:
        return []
    made = f"{wording.many(figures.audits, 'audit')} {'was' if figures.audits == 1 else 'were'} carried out"
    if figures.graded < FEWEST_GRADED or not figures.good_or_better:
        return [f"{made}."]
    if figures.graded == figures.audits:
        return [f"{made}, {figures.good_or_better:,} of them graded good or better."]
    graded, better = f"{figures.graded:,} with a moderated grade", f"{figures.good_or_better:,}"
    return [f"{made}; of the {graded}, {better} are good or better."]


def _today(figures: Digest) -> str:
    return f"Today, {dates.in_words(figures.today)}"


def _standing(figures: Digest) -> Sequence[str]:
    return [
        _late(figures),
        _due(figures),
        *_waiting(figures.unchecked, "action", "done and", "to be checked"),
        *_waiting(figures.unmoderated, "audit", "", "for moderation"),
        *_follow_ups(figures),
        *_rounds(figures.rounds),
        *_next_meeting(figures),
    ]


def _follow_ups(figures: Digest) -> Sequence[str]:
    late, due = figures.follow_ups_late, figures.follow_ups_due
    return [
        *([f"{wording.many(late, 'follow-up audit')} {wording.are(late)} late."] if late else []),
        *([f"{wording.many(due, 'follow-up audit')} {wording.are(due)} due this week."] if due else []),
    ]


def _next_meeting(figures: Digest) -> Sequence[str]:
    return [f"Next meeting: {dates.in_words(figures.next_meeting)}."] if figures.next_meeting else []


def _late(figures: Digest) -> str:
    late, now = figures.late, figures.late_now
    if not late:
        return "Nothing is late."
    told = f"{wording.many(late, 'action')} {wording.are(late)} late against the date first agreed"
    if late == 1:
        return f"{told}, {'and also' if now else 'but not'} against the date agreed now."
    several = "all" if now == late else f"{now:,}" if now else "none"
    return f"{told}, {several} of them also against the date agreed now."


def _due(figures: Digest) -> str:
    is_sunday = figures.today == figures.sunday
    span = "today" if is_sunday else f"from today to {dates.in_words(figures.sunday)}"
    return (
        f"{wording.many(figures.due, 'action')} {wording.are(figures.due)} due {span}."
        if figures.due
        else f"Nothing is due {span}."
    )


def _waiting(count: int, what: str, state: str, for_what: str) -> Sequence[str]:
    if not count:
        return []
    verbs = [f"{wording.are(count)} {state}"] if state else []
    return [" ".join([wording.many(count, what), *verbs, "waits" if count == 1 else "wait", for_what]) + "."]


def _rounds(rounds: Sequence[RoundProgress]) -> Sequence[str]:
    more = len(rounds) - MOST_ROUNDS
    return [
        *(_round(entry) for entry in rounds[:MOST_ROUNDS]),
        *([f"{more:,} more {'round runs' if more == 1 else 'rounds run'} today."] if more > 0 else []),
    ]


def _round(entry: RoundProgress) -> str:
    name = quote(entry.name, 80)
    of = "so far" if entry.planned is None else f"of {entry.planned:,} planned"
    return f"{name}: {wording.many(entry.audits, 'audit')} recorded {of}."


def _chart(figures: Digest) -> Block:
    return parts.bar_chart(
        "Late actions",
        "Late actions",
        list(zip(BANDS, figures.ageing, strict=True)),
        across="Working days since the first date agreed",
        up="Actions",
    )
