"""Coverage: how many open cases were audited of late, how far the rounds are, and what is left to audit."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.cases import CaseList
from bot.coverage import Coverage, ToDo
from bot.rules import dates
from handlers.blocks import actions, audits, draws, parts, rounds
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Block, Message
from storage.coverage import Covered, ToAudit
from storage.rounds import Progress
from storage.words import Cohort

MOST_TEAMS = 20
MOST_ROUNDS = 10
MOST_AUDITORS = 30

NOTHING_TO_DO = "You have no audits to do."


def page(shown: Coverage) -> Message:
    """The counts; what is behind them is a click away."""
    strata = shown.strata
    covered = [] if strata is None else [*by_cohort(strata), *_by_team(strata)]
    blocks = [*covered, *_rounds(shown.rounds), *_auditors(shown), _own(shown)]
    return Message(_text(shown), blocks)


def _text(shown: Coverage) -> str:
    said = [] if shown.strata is None else [_title(shown.strata)]
    said += [f"{parts.quote(one.round.name, 80)}: {rounds.logged(one)}" for one in shown.rounds[:MOST_ROUNDS]]
    return ". ".join([*said, to_do_words(shown.to_do)])


def by_cohort(strata: Sequence[Covered]) -> Sequence[Block]:
    """How many of all open cases were audited of late, and of each cohort that has any."""
    title = parts.header(_title(strata))
    if not strata:
        return [title]
    counts = (
        (cohort.plural, _of([one for one in strata if one.cohort is cohort]))
        for cohort in Cohort
        if any(one.cohort is cohort for one in strata)
    )
    return [title, parts.fields(counts)]


def _by_team(strata: Sequence[Covered]) -> Iterator[Block]:
    if not strata:
        return
    by_team = defaultdict(list)
    for one in strata:
        by_team[one.team].append(one)
    lines = [_team(team, of_team) for team, of_team in by_team.items()]
    more = [f"and {len(lines) - MOST_TEAMS} more teams"] if len(lines) > MOST_TEAMS else []
    is_left = any(one.audited < one.cases for one in strata)
    yield parts.section(
        "\n".join([*lines[:MOST_TEAMS], *more]), _list("Not audited yet", "not_audited") if is_left else None
    )


def _title(strata: Sequence[Covered]) -> str:
    cases = sum(one.cases for one in strata)
    if not cases:
        return "No case is open"
    many = f"{cases:,} open case{'' if cases == 1 else 's'}"
    return f"Audited in the last twelve months: {sum(one.audited for one in strata):,} of {many}"


def _team(team: str, strata: Sequence[Covered]) -> str:
    each = ", ".join(f"{one.cohort.plural} {_of([one])}" for one in strata)
    return f"*{parts.quote(team, 80) if team else 'No team'}*: {_of(strata)} · {each}"


def _of(strata: Sequence[Covered]) -> str:
    """ "12 of 31"."""
    return f"{sum(one.audited for one in strata):,} of {sum(one.cases for one in strata):,}"


def _rounds(running: Sequence[Progress]) -> Sequence[Block]:
    if not running:
        return [parts.context("No round runs just now.")]
    lines = [_round(one) for one in running[:MOST_ROUNDS]]
    return [parts.section("*Rounds that run*\n" + "\n".join(lines), _list("All rounds", "rounds"))]


def _round(one: Progress) -> str:
    drawn = f", {rounds.drawn(one)}" if one.drawn else ""
    ends = f", until {dates.in_words(one.round.ends_on)}" if one.round.ends_on else ""
    return f"• {parts.quote(one.round.name, 80)}: {rounds.logged(one)}{drawn}{ends}"


def _auditors(shown: Coverage) -> Sequence[Block]:
    """By name, as no one is measured against others."""
    if not shown.auditors:
        return []
    lines = [
        f"• {parts.quote(one.name, 80)}: {one.audited:,} of {one.given:,} audited"
        for one in shown.auditors[:MOST_AUDITORS]
    ]
    return [parts.section("*Who audits what was drawn*\n" + "\n".join(lines))]


def _own(shown: Coverage) -> Block:
    words = to_do_words(shown.to_do)
    return parts.section(words, _list("Audits to do", "to_audit")) if shown.to_do else parts.context(words)


def _list(text: str, kind: str) -> Block:
    return parts.button(text, "see_list", str(Listing(kind)), label=text)


def left(listing: Listing, shown: CaseList, cohort: Cohort | None = None) -> Message:
    """One page of the open cases that were not audited in the last twelve months, all or of a cohort."""
    whose = f"{cohort.plural}: " if cohort else ""
    if not shown.cases:
        every = "every" if cohort else "Every"
        return Message.plain(f"{whose}{every} open case that you see was audited in the last twelve months.")
    last = shown.first + len(shown.cases) - 1
    many = "1 open case" if shown.total == 1 else f"{shown.total:,} open cases"
    title = f"{whose}{many} not audited in the last twelve months"
    blocks = [
        parts.header(title),
        parts.context(f"{shown.first} to {last} of {shown.total:,}, by team and reference."),
        *(
            parts.section(
                parts.escape(audits.offered(case)),
                parts.button("Open", "open_case", case.reference, label=f"Open case {case.reference}"),
            )
            for case in shown.cases
        ),
        *actions.pager(listing, shown.first, shown.total),
    ]
    return Message(f"{title}. {', '.join(case.reference for case in shown.cases)}.", blocks)


def to_do(listing: Listing, shown: ToDo) -> Message:
    """One page of what somebody is to audit."""
    if not shown.cases:
        return Message.plain(NOTHING_TO_DO)
    last = shown.first + len(shown.cases) - 1
    title = f"Audits to do: {shown.total:,}"
    blocks = [
        parts.header(title),
        parts.context(f"{shown.first} to {last} of {shown.total:,}, what ends first before the others."),
        *(row(one) for one in shown.cases),
        *actions.pager(listing, shown.first, shown.total),
    ]
    return Message(f"{title}. {', '.join(one.pick.case.reference for one in shown.cases)}.", blocks)


def row(one: ToAudit) -> Block:
    """A case to audit, with the button that logs it."""
    case, round_ = one.pick.case, one.round
    ends = f", until {dates.in_words(round_.ends_on)}" if round_.ends_on else ""
    return parts.section(
        f"*{case.reference}* · {draws.of(case)}\n{parts.quote(round_.name, 100)}{ends}",
        parts.button("Log an audit", "log_audit", case.reference, label=f"Log an audit: {case.reference}"),
    )


def to_do_words(many: int) -> str:
    """How many audits are the person's to do."""
    if not many:
        return NOTHING_TO_DO
    return f"You have {many:,} audit{'' if many == 1 else 's'} to do."
