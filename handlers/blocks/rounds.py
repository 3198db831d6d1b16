"""Rounds: the list of them, and the form that plans or changes one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.rounds import LONGEST, LONGEST_THEME, RoundList
from bot.rules import dates
from bot.rules.wording import capital
from handlers.blocks import actions, parts
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Block, Message, View
from storage.models import Round
from storage.rounds import Progress
from storage.words import Basis

NONE_YET = "No round is set up yet."


def listing(listing: Listing, shown: RoundList, note: str = "") -> Message:
    """One page of the rounds, the latest first; `note` is what was just done to one."""
    new = [parts.button("New round", "plan_round", "")] if shown.may_plan else []
    if not shown.rounds:
        said = f"{note} {NONE_YET}".strip()
        return Message(said, [parts.section(said), *([parts.actions(*new)] if new else [])])
    last = shown.first + len(shown.rounds) - 1
    title = f"Rounds: {shown.total:,}"
    span = f"{shown.first} to {last} of {shown.total:,}, the latest first."
    blocks = [
        *([parts.section(note)] if note else []),
        parts.header(title),
        parts.context(span),
        *(_row(one, shown) for one in shown.rounds),
        *([parts.actions(*new)] if new else []),
        *actions.pager(listing, shown.first, shown.total),
    ]
    names = " ".join(f"{parts.quote(one.round.name, 80)}: {logged(one)}." for one in shown.rounds)
    return Message(f"{note} {title}. {names}".strip(), blocks)


def _row(one: Progress, shown: RoundList) -> Block:
    round_ = one.round
    kind = f"{parts.quote(round_.kind, 100)} · " if round_.kind else ""
    compared = shown.compared.get(round_.comparable_id or 0, "")
    more = [
        f"Theme: {parts.quote(round_.theme, 250)}" if round_.theme else "",
        f"Graded as well: {parts.quote(round_.domains, 250)}" if round_.domains else "",
        f"Comparable with {parts.quote(compared, 80)}" if compared else "",
    ]
    lines = [
        f"*{parts.quote(round_.name, 100)}* · {kind}{round_.basis.label}",
        f"{when(round_)} · audited by {by(round_)}",
        f"{logged(one)}{_drawn(one)}",
        *(line for line in more if line),
    ]
    return parts.section("\n".join(lines), _menu(one, shown.today) if shown.may_plan else _sample_button(one))


def _menu(one: Progress, today: date) -> Block:
    sample = [("Show the sample", f"sample {one.round.id}")] if one.drawn else []
    is_over = one.round.ends_on is not None and one.round.ends_on < today
    draw = [] if is_over else [("Draw cases", f"draw {one.round.id}")]
    recommend = ("Recommend to the service", f"recommend {one.round.id}")
    return parts.overflow("round_menu", [("Change", f"change {one.round.id}"), *draw, *sample, recommend])


def _sample_button(one: Progress) -> Block | None:
    if not one.drawn:
        return None
    label = f"Sample: {one.round.name}"
    return parts.button("Sample", "round_menu", f"sample {one.round.id}", label=label)


def when(round_: Round) -> str:
    starts = dates.in_words(round_.starts_on)
    return f"{starts} to {dates.in_words(round_.ends_on)}" if round_.ends_on else f"from {starts}"


def by(round_: Round) -> str:
    return parts.quote(round_.organisation, 100) if round_.organisation else "our own people"


def logged(one: Progress) -> str:
    """ "12 of 31 planned audits logged"."""
    if one.round.planned:
        return f"{one.audits:,} of {one.round.planned:,} planned audits logged"
    return f"{one.audits:,} audit{'' if one.audits == 1 else 's'} logged"


def _drawn(one: Progress) -> str:
    return f" · {drawn(one)}" if one.drawn else ""


def drawn(one: Progress) -> str:
    """ "12 of 31 drawn cases audited"."""
    return f"{one.audited:,} of {one.drawn:,} drawn case{'' if one.drawn == 1 else 's'} audited"


def form(values: Mapping[str, Any], earlier: Sequence[Round], carried: str = "") -> View:
    """Plans a round, or changes the one that is carried; `earlier` are those it may be compared with."""
    bases = [parts.option(capital(basis.label), basis.value) for basis in Basis]
    others = [parts.option(one.name, str(one.id)) for one in earlier]
    compared = (
        [
            parts.question(
                "comparable",
                "Comparable with",
                parts.choice_input(values.get("comparable"), others),
                hint="An earlier round that looked at the same share of the cases; else leave it empty.",
                optional=True,
            )
        ]
        if others
        else []
    )
    return View(
        title="Change a round" if carried else "New round",
        callback_id="plan_round",
        submit="Save",
        carried=carried,
        blocks=[
            parts.question(
                "name",
                "Name",
                parts.text_input(values.get("name"), longest=LONGEST),
                hint="Such as October 2018. No two rounds have the same.",
            ),
            parts.question(
                "kind", "Kind", parts.text_input(values.get("kind"), longest=LONGEST), optional=True
            ),
            parts.question(
                "basis", "Which cases it looks at", parts.choice_input(values.get("basis"), bases)
            ),
            parts.question(
                "theme",
                "Theme",
                parts.text_input(values.get("theme"), longest=LONGEST_THEME),
                hint="Needed where the cases are chosen by theme.",
                optional=True,
            ),
            parts.question(
                "organisation",
                "Auditor organisation",
                parts.text_input(values.get("organisation"), longest=LONGEST),
                hint="Leave it empty where your own people audit.",
                optional=True,
            ),
            parts.question("starts", "First day", parts.date_input(values.get("starts"))),
            parts.question("ends", "Last day", parts.date_input(values.get("ends")), optional=True),
            parts.question(
                "planned",
                "How many audits are planned",
                parts.text_input(values.get("planned"), longest=6),
                optional=True,
            ),
            parts.question(
                "domains",
                "Domains that are graded as well",
                parts.text_input(values.get("domains"), longest=1000),
                hint="With commas between, such as: Voice of the child, Management oversight.",
                optional=True,
            ),
            *compared,
        ],
    )


def values_of(round_: Round) -> dict[str, Any]:
    """The round as the form that changes it opens with it."""
    return {
        "name": round_.name,
        "kind": round_.kind,
        "basis": round_.basis.value,
        "theme": round_.theme,
        "organisation": round_.organisation,
        "starts": round_.starts_on.isoformat(),
        "ends": round_.ends_on.isoformat() if round_.ends_on else None,
        "planned": str(round_.planned) if round_.planned else None,
        "domains": round_.domains,
        "comparable": str(round_.comparable_id) if round_.comparable_id else None,
    }


def saved(round_: Round) -> str:
    """What is said to who planned or changed a round."""
    return (
        f"Saved: *{parts.quote(round_.name, 100)}*, {round_.basis.label}, audited by {by(round_)}. "
        f"{capital(when(round_))}."
    )
