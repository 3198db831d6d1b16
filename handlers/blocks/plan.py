"""A page of the improvement plan, and how often each theme was found."""

from collections.abc import Sequence

from bot.lines import Line
from bot.plan import PlanPage, ThemeCount, Wanted
from bot.rules.wording import listed, many
from bot.visit import Day
from handlers.blocks import actions, parts
from handlers.blocks.actions import Listing
from handlers.blocks.lines import named, positions, row
from handlers.blocks.parts import Block, Message, escape
from storage.models import Action
from storage.words import Cohort

MOST_THEMES = 40


def page(listing: Listing, shown: PlanPage, name: str, day: Day) -> Message:
    """One page of the plan, how it stands above it."""
    title = f"{name}: {many(shown.total, 'line')}{_of(shown.wanted)}"
    if not shown.lines:
        nothing = f"{escape(name)}: {_nothing(shown.wanted)}"
        return Message(nothing, [parts.section(nothing), *_add(shown)])
    last = shown.first + len(shown.lines) - 1
    summary = _summary(shown)
    span = f"Lines {shown.first:,} to {last:,} of {shown.total:,}: those with something to do come first."
    blocks = [
        parts.header(title),
        parts.section(summary),
        *_tools(listing, shown),
        parts.context(span),
        *(row(line, _agreed(line, shown), day) for line in shown.lines),
        *actions.pager(listing, shown.first, shown.total),
        *_add(shown),
    ]
    names = escape("; ".join(named(line) for line in shown.lines))
    text = f"{escape(title)}. {summary} {span} {names}."
    return Message(parts.shorten(text, parts.LONGEST_TEXT), blocks)


def _add(shown: PlanPage) -> Sequence[Block]:
    if not shown.may_review:
        return []
    return [parts.actions(parts.button("Recommend to the service", "recommend_to_service", ""))]


def _agreed(line: Line, shown: PlanPage) -> Sequence[Action]:
    return shown.actions.get(line.asked.recommendation.id, ()) if line.asked else ()


def _summary(shown: PlanPage) -> str:
    late = f"{many(shown.late, 'action')} late" if shown.late else "no action late"
    again = f" {shown.again:,} found again after being dealt with." if shown.again else ""
    return f"{positions(shown.counts)}; {late}.{again}"


def _tools(listing: Listing, shown: PlanPage) -> Sequence[Block]:
    """To show one theme, or what is open; to go on with the review."""
    themes = [("All themes", "plan 0"), *((theme, f"plan 0 {theme}") for theme in shown.themes[:MOST_THEMES])]
    short = [entry for entry in themes if len(entry[1]) <= parts.LONGEST_OPTION]
    tools = [parts.select("plan_theme", "Show one theme", short)]
    if not listing.words:
        tools.append(parts.button("Open lines only", "see_list", "plan 0 open"))
    if shown.may_review and shown.left:
        tools.append(parts.button(f"Review: {shown.left:,} left", "review_plan", ""))
    return [parts.actions(*tools)]


def themes(counts: Sequence[ThemeCount], cohort: Cohort | None) -> Message:
    """How often each theme was found, the most often found first."""
    of_whom = f", {cohort.plural}" if cohort else ""
    if not counts:
        return Message.plain(f"No theme was found{of_whom} yet.")
    title = f"Themes of areas for development{of_whom}"
    lines = [f"• {_theme(one)}" for one in counts[:MOST_THEMES]]
    how = "Each audit counts once a theme. Areas without a theme are not counted here."
    return Message(
        parts.shorten(f"{title}. {' '.join(lines)} {how}", parts.LONGEST_TEXT),
        [parts.header(title), parts.section("\n".join(lines)), parts.context(how)],
    )


def _theme(one: ThemeCount) -> str:
    found = [many(one.audits, "audit")] if one.audits else []
    if one.activities:
        found.append(many(one.activities, "other activity", "other activities"))
    if one.recommendations:
        found.append(f"{many(one.recommendations, 'recommendation')} to the service")
    return f"*{parts.quote(one.theme, 60)}*: {listed(found)}"


def _nothing(wanted: Wanted) -> str:
    if wanted == Wanted():
        return "nothing was recommended to the service or found as an area for development yet."
    return f"no lines{_of(wanted)}. `/g2o plan` shows all."


def _of(wanted: Wanted) -> str:
    said = [
        "open" if wanted.is_open else "",
        "areas for development" if wanted.areas_only else "",
        escape(wanted.theme or ""),
        wanted.cohort.plural if wanted.cohort else "",
    ]
    return "".join(f", {word}" for word in said if word)
