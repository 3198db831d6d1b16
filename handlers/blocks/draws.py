"""The draw: its form, the sample with why each case is in it, and the forms that share out and swap."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.draws import LONGEST_SEED
from bot.picks import MOST_AUDITORS, Shared, Swap
from bot.rules import dates, wording
from bot.samples import Sample
from handlers.blocks import actions, parts
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Block, Message, View
from storage.models import Case, Person, Pick, Round
from storage.words import Cohort

# How the form says how many; what stands for a number or a percentage is written below.
HALF, ALL, SOME = "half", "all", "some"
MANY = (
    (HALF, "Half now, the other half in the next draw"),
    (ALL, "All"),
    (SOME, "A number or a percentage, written below"),
)
MOST_TEAMS = 8
ORDINALS = ("Auditor", "Second auditor", "Third auditor")


def door(round_: str) -> Message:
    """The way from a message to the form."""
    text = "Press *Draw cases* and the form opens. `/g2o draw` opens it, too."
    return Message(
        text, [parts.section(text), parts.actions(parts.button("Draw cases", "draw_cases", round_))]
    )


def form(values: Mapping[str, Any], rounds: Sequence[Round], said: str = "") -> View:
    """Which round, how many cases, and by which seed; `said` is what is to be known first."""
    of_rounds = [parts.option(one.name, str(one.id)) for one in rounds]
    cohorts = [parts.option(cohort.plural, cohort.value) for cohort in Cohort]
    closed = [parts.option("Closed in the last twelve months, too", "closed")]
    many = [parts.option(text, value) for value, text in MANY]
    return View(
        title="Draw cases",
        callback_id="draw_cases",
        submit="Draw",
        blocks=[
            *([parts.section(said)] if said else []),
            parts.question("round", "Round", parts.choice_input(values.get("round"), of_rounds)),
            parts.question(
                "many", "How many of the open cases", parts.choice_input(values.get("many"), many)
            ),
            parts.question(
                "number",
                "Number or percentage",
                parts.text_input(values.get("number"), longest=10),
                hint="Such as 31, or 20%.",
                optional=True,
            ),
            parts.question(
                "first",
                "First",
                parts.choice_input(values.get("first"), cohorts),
                hint="All cases of this cohort are drawn before any other, as before an inspection.",
                optional=True,
            ),
            parts.question(
                "closed", "Closed cases", parts.ticks_input(values.get("closed"), closed), optional=True
            ),
            parts.question(
                "seed",
                "Seed",
                parts.text_input(values.get("seed"), longest=LONGEST_SEED),
                hint="The same seed draws the same cases from the same list, so that anybody can check it.",
            ),
        ],
    )


def already(round_: Round, many: int) -> str:
    """What is said above the form where the round has a sample."""
    cases = "1 case was" if many == 1 else f"{many:,} cases were"
    return f"{cases} drawn for *{parts.quote(round_.name, 100)}* already. What you draw now comes on top."


def sample(listing: Listing, shown: Sample, note: str = "") -> Message:
    """One page of a sample; the first begins with how many of each cohort and team."""
    title = f"{shown.round.name}: {wording.many(shown.total, 'case')} drawn"
    summary = " ".join(_summary(shown))
    last = shown.first + len(shown.picks) - 1
    span = f"{shown.first} to {last} of {shown.total:,}. " if shown.picks else ""
    drawn_on = dates.in_words(shown.draw.drawn_on)
    small = f"{span}Drawn on {drawn_on} by the seed {parts.escape(shown.draw.seed)}."
    blocks = [
        *([parts.section(note)] if note else []),
        parts.header(title),
        *([parts.section("\n".join(_summary(shown)))] if shown.first == 1 else []),
        parts.context(small),
        *(_row(pick, shown) for pick in shown.picks),
        *_buttons(shown),
        *actions.pager(listing, shown.first, shown.total),
    ]
    references = ", ".join(pick.case.reference for pick in shown.picks)
    text = f"{note} {parts.escape(title)}. {summary} {small} {references}".strip()
    return Message(parts.shorten(text, parts.LONGEST_TEXT), blocks)


def _summary(shown: Sample) -> Iterator[str]:
    if shown.there is not None:
        yield f"{shown.total:,} of {shown.there:,} {_which(shown)} cases{_about_half(shown)}."
    elif not shown.is_whole:
        yield "You see the cases of your teams, and those that are yours to audit."
    if shown.draw.first is not None:
        yield f"{shown.draw.first.plural} came first."
    yield from _by_cohort(shown)
    if shown.missing:
        yield (
            f"{shown.missing:,} fewer than asked for: every other case was audited or drawn in the last "
            "twelve months."
        )
    if shown.later:
        yield (
            f"The other half, {wording.many(shown.later, 'case')}, is kept. The next draw for a round of "
            "half the open cases takes it first."
        )
    if shown.swapped:
        yield f"{wording.many(shown.swapped, 'case')} swapped since."


def _which(shown: Sample) -> str:
    return "open and lately closed" if shown.draw.with_closed else "open"


def _about_half(shown: Sample) -> str:
    if not shown.there or not 45 <= 100 * shown.total / shown.there <= 55:
        return ""
    return ", half of them" if 2 * shown.total == shown.there else ", about half of them"


def _by_cohort(shown: Sample) -> Iterator[str]:
    """ "• Care leavers: 17 (Children and Families 17)", the largest cohort first."""
    by_cohort: dict[Cohort, list[tuple[str, int]]] = defaultdict(list)
    for stratum, many in shown.strata.items():
        by_cohort[stratum.cohort].append((stratum.team, many))
    for cohort, teams in sorted(by_cohort.items(), key=lambda entry: -sum(many for _, many in entry[1])):
        total = sum(many for _, many in teams)
        yield f"• {cohort.plural}: {total:,} ({_teams(teams)})"


def _teams(teams: Sequence[tuple[str, int]]) -> str:
    largest = sorted(teams, key=lambda entry: -entry[1])
    named = [
        f"{parts.quote(team, 60) if team else 'no team'} {many:,}" for team, many in largest[:MOST_TEAMS]
    ]
    more = len(teams) - MOST_TEAMS
    return ", ".join(named) + (f" and {more} more teams" if more > 0 else "")


def _row(pick: Pick, shown: Sample) -> Block:
    is_audited = pick.id in shown.audited
    who = parts.quote(pick.auditor_name, 100) if pick.auditor_name else ""
    more = " · ".join(
        word for word in (parts.quote(pick.why, 200), who, "audited" if is_audited else "") if word
    )
    text = f"*{pick.case.reference}* · {of(pick.case)}\n{more}"
    if is_audited or not shown.may_plan:
        return parts.section(text)
    label = f"Swap {pick.case.reference}"
    return parts.section(text, parts.button("Swap", "swap_case", str(pick.id), label=label))


def of(case: Case) -> str:
    """ "Care leaver · Children and Families"."""
    return case.cohort.label + (f" · {parts.quote(case.team.name, 100)}" if case.team else "")


def _buttons(shown: Sample) -> Sequence[Block]:
    if not shown.may_plan:
        return []
    draw_id = str(shown.draw.id)
    is_fresh = not shown.audited and not shown.swapped
    undo = [parts.button("Undo the draw", "undo_draw", draw_id)] if is_fresh else []
    return [parts.actions(parts.button("Share out", "share_out", draw_id), *undo)]


def share_form(people: Sequence[Person], carried: str) -> View:
    """Who audits the cases: up to three, of the list or by name."""
    offered = [parts.option(_person(one), str(one.id)) for one in people[:100]]
    choices = [
        parts.question(f"auditor_{place}", label, parts.choice_input(None, offered), optional=True)
        for place, label in enumerate(ORDINALS, start=1)
        if offered
    ]
    return View(
        title="Share out",
        callback_id="share_out",
        submit="Share out",
        carried=carried,
        blocks=[
            parts.section(
                f"The cases are shared evenly between up to {MOST_AUDITORS} people, and nobody audits a case "
                "of their own team. What is audited already stays."
            ),
            *choices,
            parts.question(
                "names",
                "Others, by name",
                parts.text_input(None, longest=250),
                hint="Auditors who are not in the list, with commas between.",
                optional=True,
            ),
        ],
    )


def _person(person: Person) -> str:
    return f"{person.name} · {person.team.name}" if person.team else person.name


def shared(result: Shared) -> str:
    """ "Shared out: Alana Brook 11, Edwin Sallow 10, Marta Pellow 10." """
    each = ", ".join(f"{parts.quote(name, 100)} {many:,}" for name, many in result.by_auditor.items())
    if not result.left:
        return f"Shared out: {each}. Whoever has new cases is told in their next letter."
    are = "1 case is" if result.left == 1 else f"{result.left:,} cases are"
    return f"Shared out: {each}. {are} left, as all of these auditors are of its team."


def swap_form(pick: Pick, carried: str) -> View:
    """Why is the case taken out of the sample?"""
    return View(
        title="Swap a case",
        callback_id="swap_case",
        submit="Swap",
        carried=carried,
        blocks=[
            parts.section(
                f"*{pick.case.reference}* · {of(pick.case)}\nThe next of its cohort and team by the same "
                "seed takes its place."
            ),
            parts.question(
                "why",
                "Why?",
                parts.text_input(None, longest=1000, multiline=True),
                hint="Such as: the case was closed. No names of children, no addresses.",
            ),
        ],
    )


def swapped(result: Swap) -> str:
    """Which case takes the place of which."""
    out = result.out.case
    if result.taken is None:
        return (
            f"{out.reference} is out of the sample. No other case of its cohort and team is left to take its "
            "place."
        )
    taken = result.taken
    auditor = f", and {parts.quote(taken.auditor_name, 100)} audits it" if taken.auditor_name else ""
    return f"{out.reference} is out of the sample: {taken.case.reference} takes its place{auditor}."


def undone(round_: Round) -> Message:
    return Message.plain(
        f"Undone: the cases drawn for *{parts.quote(round_.name, 100)}* are free to be drawn again."
    ).in_place()
