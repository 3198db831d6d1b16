"""Figures: each with how it is counted and the way to what is behind it; and the list behind one."""

from collections.abc import Sequence

from bot.reports.register import BehindPage, Count, FiguresPage, Shown
from bot.rules import dates, wording
from bot.visit import Day
from handlers.blocks import actions, moderation, parts
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Block, Message, escape
from storage.models import Action, Audit

LONGEST_TITLE = 100


def page(listing: Listing, shown: FiguresPage) -> Message:
    """One page of the figures."""
    title = f"Figures: {shown.team or 'the whole service'}"
    last = shown.first + len(shown.shown) - 1
    span = f"{shown.first} to {last} of {shown.total}, as of {dates.in_words(shown.today)}."
    said = [f"{one.figure.name}: {_count(one.count)}" for one in shown.shown]
    blocks = [
        parts.header(title),
        parts.context(span),
        *(block for one in shown.shown for block in _figure(one)),
        *actions.pager(listing, shown.first, shown.total),
    ]
    text = f"{escape(title)}. {span} {'; '.join(said)}."
    return Message(parts.shorten(text, parts.LONGEST_TEXT), blocks)


def behind(listing: Listing, shown: BehindPage, back: Listing, day: Day) -> Message:
    """One page of what a figure counts, with the way back to the figures."""
    title = wording.capital(shown.title)[:LONGEST_TITLE]
    rows = [*map(_audit, shown.audits), *(_action(action, day) for action in shown.actions)]
    last = shown.first + len(rows) - 1
    span = (
        f"{shown.first} to {last} of {shown.total:,}, oldest first." if rows else "Nothing is counted there."
    )
    of_others = f"{wording.many(shown.unseen, 'audit')} of other teams' cases {wording.are(shown.unseen)}"
    unseen = f" {of_others} not shown." if shown.unseen else ""
    names = [one.case.reference for one in shown.audits] or [one.name for one in shown.actions]
    blocks = [
        parts.header(f"{title}: {shown.total:,}"),
        parts.context(f"{span}{unseen}\nHow it is counted: {shown.how}"),
        *rows,
        *actions.pager(listing, shown.first, shown.total),
        parts.actions(parts.button("All figures", "see_list", str(back))),
    ]
    return Message(f"{escape(title)}: {shown.total:,}. {span}{unseen} {', '.join(names)}".strip(), blocks)


def _figure(one: Shown) -> Sequence[Block]:
    """The number and its name; under it in small print how it is counted."""
    button = None
    if one.behind:
        place = str(Listing(one.behind.list, one.behind.words))
        label = f"See what is behind it: {one.figure.name}"
        button = parts.button("See what is behind it", "see_list", place, label=label)
    return [
        parts.section(f"*{_count(one.count)}* · {one.figure.name}", button),
        parts.context(f"How it is counted: {one.figure.definition.how}"),
    ]


def _count(count: Count) -> str:
    """ "12", or "12 of 17"."""
    if count.of is None:
        return f"{count.number:,}"
    return f"{count.number:,} of {count.of:,}" if count.of else "None yet"


def _audit(audit: Audit) -> Block:
    reference = audit.case.reference
    label = f"Open case {reference}: audit of {dates.in_words(audit.audited_on)}"
    return parts.section(
        moderation.line(audit), parts.button("Open case", "open_case", reference, label=label)
    )


def _action(action: Action, day: Day) -> Block:
    return parts.section(actions.line(action, day), actions.button("Show", "show_action", action))
