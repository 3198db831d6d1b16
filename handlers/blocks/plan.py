"""The improvement plan: a page of its lines, one line, its quarterly review, the board's pack, its themes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.plan import LONGEST_POINTER, Line, LinePage, Pack, Plan, PlanPage, Source, ThemeCount, Wanted
from bot.rules import dates, periods
from bot.visit import Day
from handlers.blocks import actions, parts
from handlers.blocks.actions import Listing
from handlers.blocks.audits import round_name
from handlers.blocks.parts import Block, Message, View, escape
from storage.models import Action, Audit, Finding, Review
from storage.words import Cohort, Impact, Position

MOST_STEPS = 2
MOST_ACTIONS = 10
MOST_SOURCES = 8
MOST_REVIEWS = 6
MOST_NAMED = 6
MOST_CASES = 100
MOST_THEMES = 40


@dataclass(frozen=True)
class Walk:
    """What the form of a review brings along: the line, its review's version, and whether others follow."""

    key: str
    version: int
    goes_on: bool

    def __str__(self) -> str:
        return json.dumps([self.key, self.version, self.goes_on])

    @classmethod
    def read(cls, text: str) -> "Walk":
        return cls(*json.loads(text))


def page(listing: Listing, shown: PlanPage, name: str, day: Day) -> Message:
    """One page of the plan, how it stands above it."""
    title = f"{name}: {_many(shown.total, 'line')}{_of(shown.wanted)}"
    if not shown.lines:
        return Message.plain(f"{escape(name)}: {_nothing(shown.wanted)}")
    last = shown.first + len(shown.lines) - 1
    summary = _summary(shown)
    span = f"{shown.first} to {last} of {shown.total:,}, what is to be done first."
    blocks = [
        parts.header(title),
        parts.section(summary),
        *_tools(listing, shown),
        parts.context(span),
        *(row(line, day) for line in shown.lines),
        *actions.pager(listing, shown.first, shown.total),
    ]
    names = "; ".join(named(line) for line in shown.lines)
    text = f"{escape(title)}. {summary} {span} {names}."
    return Message(parts.shorten(text, parts.LONGEST_TEXT), blocks)


def _summary(shown: PlanPage) -> str:
    counts = [f"{shown.counts.get(position, 0):,} {WRITTEN[position]}" for position in Position]
    late = f"{_many(shown.late, 'action')} late" if shown.late else "no action late"
    again = f" {shown.again:,} found again after being dealt with." if shown.again else ""
    return f"{_listed(counts)}; {late}.{again}"


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


def row(line: Line, day: Day) -> Block:
    """A line in a few lines: what it is, how far it has come, what is done about it."""
    button = parts.button("Open", "open_line", line.key, label=f"Open {named(line)}")
    return parts.section("\n".join(_row(line, day)), button)


def _row(line: Line, day: Day) -> Sequence[str]:
    return [
        f"*{escape(named(line))}* · {standing(line)}",
        *_again(line),
        _what(line, 200),
        *_steps(line, day),
        *_results(line),
    ]


def named(line: Line) -> str:
    """ "Recommendation 3: Supervision", "Area: Supervision, Care leavers"."""
    theme = line.theme or "no theme"
    if line.asked is None:
        return parts.shorten(f"Area: {theme}{_in(line.cohort)}", 120)
    number = line.asked.recommendation.number
    return parts.shorten(f"Recommendation{f' {number}' if number else ''}: {theme}", 120)


def _in(cohort: Cohort | None) -> str:
    return f", {cohort.plural}" if cohort else ", the service"


def standing(line: Line) -> str:
    """The position as the reports write it, and since when: "This has been actioned (Friday …)"."""
    since = f" ({dates.in_words(line.stands.on)})" if line.stands.on else ""
    return f"{line.stands.position.label}{since}"


def _again(line: Line) -> Sequence[str]:
    if line.again is None:
        return []
    found, after = dates.in_words(line.again.found_on), dates.in_words(line.again.after)
    return [f"*Found again* on {found}, after it was said to be dealt with on {after}."]


def _what(line: Line, longest: int) -> str:
    if line.asked is not None:
        return parts.quote(line.asked.recommendation.text, longest)
    return f"{_found_by(line)}, last on {dates.in_words(line.last_found_on)}."


def _found_by(line: Line) -> str:
    audits, activities = len(line.audit_ids), len(line.activity_ids)
    by = [_many(audits, "audit")] if audits else []
    by += [_many(activities, "activity", "activities")] if activities else []
    return f"Found by {' and '.join(by)}"


def _steps(line: Line, day: Day) -> Sequence[str]:
    """What was agreed for the service, with owners and dates; of cases how much."""
    if not line.actions:
        return ["No action agreed yet."]
    late = line.late(day.date)
    is_late = f", {late:,} late" if late else ""
    left = sum(step.is_unfinished for step in line.steps)
    to_do = f"{left:,} still to be done{is_late}" if left else "none still to be done"
    total = f"{_many(len(line.steps), 'action')}, {to_do}."
    if line.asked is None:
        return [total]
    shown = [f"• {_step(action, day)}" for action in line.actions[:MOST_STEPS]]
    return [
        total,
        *shown,
        *([f"and {len(line.actions) - MOST_STEPS} more"] * (len(line.actions) > MOST_STEPS)),
    ]


def _step(action: Action, day: Day) -> str:
    owner = parts.mention(action.owner.name, action.owner.slack_id)
    first = action.first_due_on
    now = f", now {dates.in_words(action.due_on)}" if action.due_on != first else ""
    state = actions.lateness(action, day)
    return f"{owner}, due {dates.in_words(first)}{now}, {state}: {parts.quote(action.text, 80)}"


def _results(line: Line) -> Sequence[str]:
    where = [f"Where to look: {parts.quote(line.evidence, 120)}"] if line.evidence else []
    return [*([f"Made a difference: {line.impact.label.lower()}."] if line.impact else []), *where]


def line_page(shown: LinePage, day: Day, note: str = "") -> Message:
    """One line, from where it came from to what became of it."""
    line = shown.line
    title = named(line)
    what = [f"*{standing(line)}*", *_again(line), _what(line, 900), *_results(line)]
    summary = f"{escape(title)}. {line.stands.position.label}. {_what(line, 200)}"
    blocks = [
        *([parts.section(note)] if note else []),
        parts.header(title),
        parts.section("\n".join(what)),
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
            lines.append(f"Round {escape(asked.round.name)}: {_many(count, 'audit')}")
        if asked.activity:
            lines.append(_activity(asked.activity.kind, asked.activity.theme))
        lines.append(f"In the plan since {dates.in_words(shown.line.found_on)}")
    elif len(shown.sources) > MOST_SOURCES:
        lines.append(f"and {len(shown.sources) - MOST_SOURCES} earlier")
    if shown.unseen:
        lines.append(f"{_many(shown.unseen, 'audit')} of other teams' cases {_is(shown.unseen)} not shown.")
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
    if not shown.line.actions:
        lines.append("None agreed yet.")
    if shown.unseen_actions:
        of_others = f"{_many(shown.unseen_actions, 'action')} of other teams {_is(shown.unseen_actions)}"
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
            f"Of {_many(shown.cases, 'case')} {shown.audited_again:,} {_was(shown.audited_again)} audited "
            f"again since; the theme was found again in {shown.found_again_in:,} of these."
        )
    return [parts.section(f"*What became of it*\n{became}")]


def _reviews(shown: LinePage) -> Sequence[Block]:
    reviews = list(reversed(shown.line.reviews))
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


def door() -> Message:
    """In place of the form, where none can open by itself."""
    text = "The quarterly review opens with a button."
    return Message(text, [parts.section(text, parts.button("Begin the review", "review_plan", ""))])


def review_form(
    line: Line, found: Sequence[Finding], plan: Plan, day: Day, *, goes_on: bool, note: str = ""
) -> View:
    """How far the line has come, as this quarter's review finds it; what it found already stands there.

    `found`: what audits saw last.
    """
    there = line.review_of(plan.quarter)
    left = len(plan.left)
    quarter = periods.quarter_in_words(plan.quarter)
    position = there.position if there else line.stands.position
    walk = Walk(line.key, there.version if there else 0, goes_on)
    return View(
        title="Quarterly review",
        callback_id="review_line",
        submit="Save",
        carried=str(walk),
        blocks=[
            *([parts.section(note)] if note else []),
            parts.context(f"{quarter} · {_many(left, 'line')} left to review"),
            parts.section("\n".join(_row(line, day))),
            *_words(found),
            *_later(line, goes_on=goes_on),
            _question(line, "position", "Where does it stand?", _positions(position)),
            _question(
                line,
                "note",
                "Note",
                parts.text_input(there.note if there else None, longest=1000, multiline=True),
                hint="What was done, and what comes next. No names of children, no addresses.",
                optional=True,
            ),
            _question(
                line,
                "evidence",
                "Where can it be seen?",
                parts.text_input(there.evidence if there else None, longest=LONGEST_POINTER),
                hint="Such as: dip sample of May, or supervision policy, version 3. Nothing is uploaded.",
                optional=True,
            ),
            _question(
                line,
                "impact",
                "Did it make a difference?",
                parts.choice_input(there.impact.value if there and there.impact else None, _IMPACTS),
                optional=True,
            ),
        ],
    )


def _words(found: Sequence[Finding]) -> Sequence[Block]:
    lines = [f"• {parts.quote(one.text, 200)}" for one in found]
    return [parts.section("\n".join(["*What was found last*", *lines]))] if lines else []


def _later(line: Line, *, goes_on: bool) -> Sequence[Block]:
    if not goes_on:
        return []
    return [parts.actions(parts.button("Leave for later", "leave_line", line.key))]


def _question(
    line: Line, name: str, label: str, element: Block, *, hint: str | None = None, optional: bool = False
) -> Block:
    """Slack keeps what a field holds for as long as it has the same name, and each line has its own."""
    element = {**element, "action_id": f"{name} {line.key}"}
    return parts.question(name, label, element, hint=hint, optional=optional)


def _positions(chosen: Position) -> Block:
    options = [parts.option(position.label, position.value) for position in Position]
    return parts.choice_input(chosen.value, options)


def reviewed(line: Line) -> str:
    """What is said of the line before the next one."""
    return f"Saved: {escape(named(line))} · {line.stands.position.label}."


def review_is_over(plan: Plan, note: str = "") -> Message:
    """Where no line is left after the last one: done, or what was left for later."""
    left = len(plan.left)
    quarter = periods.quarter_in_words(plan.quarter)
    if left:
        end = f"{_many(left, 'line')} {_is(left)} left for later. `/g2o plan review` begins with them."
    else:
        end = f"Every line is reviewed for {quarter}. `/g2o plan board` shows what changed."
    return Message.plain(f"{note} {end}".strip())


def board(pack: Pack, name: str) -> Message:
    """Counts first; then which lines, the first few of each kind."""
    title = f"{name}: {periods.quarter_in_words(periods.quarter_of(pack.quarter.first))}"
    if not pack.total:
        return Message.plain(f"{escape(title)}. There is nothing on the plan yet.")
    stand = [f"{pack.counts.get(position, 0):,} {WRITTEN[position]}" for position in Position]
    groups: Sequence[tuple[str, Sequence[Line]]] = (
        ("Newly actioned", pack.actioned),
        ("Newly embedded in practice", pack.embedded),
        ("New on the plan", pack.new),
        ("Found again after being dealt with", pack.again),
        ("Not started after two quarters", pack.waiting),
        ("With late actions", pack.late),
    )
    counts = [f"{heading}: {len(lines):,}" for heading, lines in groups]
    counts[-1] += f" ({_many(pack.late_actions, 'action')})" if pack.late_actions else ""
    changed = f"Changed {pack.quarter.in_words()}, by the reviews and the actions:"
    today = f"Today: {_many(pack.total, 'line')}; {_listed(stand)}. {pack.reviewed:,} reviewed this quarter."
    blocks = [
        parts.header(title),
        parts.section(f"{today}\n\n{changed}\n" + "\n".join(f"• {count}" for count in counts)),
        *(parts.section(_group(heading, lines)) for heading, lines in groups if lines),
        parts.context("`/g2o plan` has every line. What is late and not started is as of today."),
    ]
    return Message(
        parts.shorten(f"{escape(title)}. {today} {'; '.join(counts)}.", parts.LONGEST_TEXT), blocks
    )


def _group(heading: str, lines: Sequence[Line]) -> str:
    shown = [f"• {_in_pack(line)}" for line in lines[:MOST_NAMED]]
    more = [f"and {len(lines) - MOST_NAMED:,} more"] if len(lines) > MOST_NAMED else []
    return "\n".join([f"*{heading}*", *shown, *more])


def _in_pack(line: Line) -> str:
    about = f": {parts.quote(line.asked.recommendation.text, 80)}" if line.asked else f", {_short(line)}"
    return f"{escape(named(line))}{about}"


def _short(line: Line) -> str:
    found = _found_by(line)
    return f"{found[0].lower()}{found[1:]}"


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
    found = [_many(one.audits, "audit")] if one.audits else []
    if one.activities:
        found.append(_many(one.activities, "other activity", "other activities"))
    if one.recommendations:
        found.append(f"{_many(one.recommendations, 'recommendation')} to the service")
    return f"*{parts.quote(one.theme, 60)}*: {_listed(found)}"


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


def _listed(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def _many(count: int, what: str, several: str = "") -> str:
    return f"{count:,} {what if count == 1 else several or what + 's'}"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


# How a sentence counts them: "3 in progress".
WRITTEN: Mapping[Position, str] = {
    Position.NOT_STARTED: "not started",
    Position.IN_PROGRESS: "in progress",
    Position.ACTIONED: "actioned",
    Position.EMBEDDED: "embedded in practice",
}

_IMPACTS = [parts.option(impact.label, impact.value) for impact in Impact]
