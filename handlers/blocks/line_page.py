"""One line of the improvement plan: where it came from, what is done about it, what became of it."""

from collections.abc import Sequence

from bot.line_page import LinePage, Source
from bot.rules import dates, periods
from bot.rules.wording import are, many, were
from bot.visit import Day
from handlers.blocks import actions, parts
from handlers.blocks.audits import round_name
from handlers.blocks.lines import again, named, results, standing, what
from handlers.blocks.parts import Block, Message, escape
from storage.models import Action, Audit, Review

MOST_ACTIONS = 10
MOST_SOURCES = 8
MOST_REVIEWS = 6
MOST_CASES = 100


def line_page(shown: LinePage, day: Day, note: str = "") -> Message:
    """One line, from where it came from to what became of it."""
    line = shown.line
    title = named(line)
    about = [f"*{standing(line)}*", *again(line), what(line, 900), *results(line)]
    summary = f"{escape(title)}. {line.stands.position.label}. {what(line, 200)}"
    blocks = [
        *([parts.section(note)] if note else []),
        parts.header(title),
        parts.section("\n".join(about)),
        *_origin(shown),
        *_actions(shown, day),
        *_became(shown),
        *_reviews(shown),
        *_line_buttons(shown),
    ]
    return Message(parts.shorten(f"{note} {summary}".strip(), parts.LONGEST_TEXT), blocks)


def _origin(shown: LinePage) -> Sequence[Block]:
    """The audits, the round, the activity; of cases those that the person may see."""
    asked = shown.line.asked
    lines = [f"• {_source(source)}" for source in shown.sources[:MOST_SOURCES]]
    if asked is not None:
        lines = [asked.recommendation.origin.label]
        if asked.round:
            count = len(shown.round_audits) + shown.unseen
            lines.append(f"Round {escape(asked.round.name)}: {many(count, 'audit')}")
        if asked.activity:
            lines.append(_activity(asked.activity.kind, asked.activity.theme))
        lines.append(f"In the plan since {dates.in_words(shown.line.found_on)}")
    elif len(shown.sources) > MOST_SOURCES:
        lines.append(f"and {len(shown.sources) - MOST_SOURCES} earlier")
    if shown.unseen:
        lines.append(f"{many(shown.unseen, 'audit')} of other teams' cases {are(shown.unseen)} not shown.")
    return [parts.section("*Where it came from*\n" + "\n".join(lines)), *_cases(shown)]


def _source(source: Source) -> str:
    text = parts.quote(source.finding.text, 150)
    if source.audit is not None:
        audit = source.audit
        return f"{audit.case.reference}, {dates.in_words(audit.audited_on)}, {round_name(audit)}: {text}"
    activity = source.activity
    return f"{_activity(activity.kind, activity.theme) if activity else 'the service'}: {text}"


def _activity(kind: str, theme: str | None) -> str:
    return parts.quote(f"{kind}: {theme}" if theme else kind, 120)


def _cases(shown: LinePage) -> Sequence[Block]:
    """The way back to each audit's case."""
    audits = [source.audit for source in shown.sources if source.audit] or list(shown.round_audits)
    references = dict.fromkeys(audit.case.reference for audit in _newest_first(audits))
    if not references:
        return []
    options = [(f"Case {reference}", reference) for reference in list(references)[:MOST_CASES]]
    return [parts.actions(parts.select("open_case", "Open a case", options))]


def _newest_first(audits: Sequence[Audit]) -> Sequence[Audit]:
    return sorted(audits, key=lambda audit: audit.audited_on, reverse=True)


def _actions(shown: LinePage, day: Day) -> Sequence[Block]:
    lines = []
    if not shown.line.tally.actions:
        lines.append("None agreed yet.")
    if shown.unseen_actions:
        of_others = f"{many(shown.unseen_actions, 'action')} of other teams {are(shown.unseen_actions)}"
        lines.append(f"{of_others} not shown.")
    if len(shown.actions) > MOST_ACTIONS:
        lines.append(f"{MOST_ACTIONS} of {len(shown.actions)} are shown, the oldest first.")
    rows = [_action(action, shown, day) for action in shown.actions[:MOST_ACTIONS]]
    return [parts.section("\n".join(["*Actions*", *lines])), *rows]


def _action(action: Action, shown: LinePage, day: Day) -> Block:
    impact = shown.impacts.get(action.id)
    helped = [f"Made a difference: {impact.label.lower()}."] if impact else []
    text = "\n".join([actions.line(action, day), *actions.where_to_look(action), *helped])
    may_open = action.id in shown.own_actions
    return parts.section(text, actions.button("Show", "show_action", action) if may_open else None)


def _became(shown: LinePage) -> Sequence[Block]:
    """Whether the cases were audited again, and the theme found again."""
    if not shown.cases:
        return []
    if not shown.audited_again:
        became = "No case of these was audited again since, so no audit tells yet whether it helped."
    else:
        became = (
            f"Of {many(shown.cases, 'case')} {shown.audited_again:,} {were(shown.audited_again)} audited "
            f"again since; the theme was found again in {shown.found_again_in:,} of these."
        )
    return [parts.section(f"*What became of it*\n{became}")]


def _reviews(shown: LinePage) -> Sequence[Block]:
    reviews = list(reversed(shown.reviews))
    if not reviews:
        return [parts.section("*Reviews*\nNone yet.")]
    lines = [f"• {_review(one, shown)}" for one in reviews[:MOST_REVIEWS]]
    if len(reviews) > MOST_REVIEWS:
        lines.append(f"and {len(reviews) - MOST_REVIEWS} earlier")
    return [parts.section("*Reviews*\n" + "\n".join(lines))]


def _review(review: Review, shown: LinePage) -> str:
    quarter = periods.quarter_in_words(periods.quarter_of(review.quarter))
    reviewer = shown.reviewers.get(review.made_by_id or 0)
    by = f" by {escape(reviewer.name)}" if reviewer else ""
    note = f" {parts.quote(review.note, 250)}" if review.note else ""
    helped = f" Made a difference: {review.impact.label.lower()}." if review.impact else ""
    return f"{quarter}{by}: {review.position.label}.{note}{helped}"


def _line_buttons(shown: LinePage) -> Sequence[Block]:
    line = shown.line
    buttons = [parts.button("Review this line", "review_line", line.key)] if shown.may_review else []
    if shown.may_review and line.asked is not None:
        buttons.append(parts.button("Agree action", "agree_action", str(line.asked.recommendation.id)))
    return [parts.actions(*buttons)] if buttons else []
