"""A case: where it stands, on one page that a manager can act on."""

from collections.abc import Sequence

from bot.cases import CaseList, CasePage
from bot.history import Event, Happened, History
from bot.rules import dates
from bot.rules.rights import Right
from bot.visit import Day
from handlers.blocks import actions, endings, parts
from handlers.blocks.actions import Listing
from handlers.blocks.audits import round_name
from handlers.blocks.parts import Block, Message, escape
from storage.models import Action, Audit, Case, Finding, Recommendation
from storage.words import FindingKind, Grade

MOST_AUDITS = 5
MOST_ROWS = 10
MOST_ALONE = 25
MOST_EVENTS = 45

HAPPENED = {
    Happened.AGREED: "was agreed",
    Happened.GIVEN: "was given to {to}",
    Happened.MORE_TIME: "was given more time until {until}",
    Happened.NO_MORE_TIME: "was not given more time until {until}",
    Happened.DONE: "was marked as done",
    Happened.NOT_YET_DONE: "was looked at and not yet done",
    Happened.CHECKED: "was checked",
    Happened.ENDED: "was ended without being done",
    Happened.REOPENED: "was opened again",
}


def page(case_page: CasePage, day: Day, note: str = "") -> Message:
    """The whole page, within Slack's fifty blocks."""
    case = case_page.case
    summary = standing(case_page)
    blocks = [
        *([parts.section(note)] if note else []),
        parts.header(f"Case {case.reference}"),
        parts.fields(
            (
                ("Cohort", case.cohort.label),
                ("Team", escape(case.team.name) if case.team else "not set"),
                ("Worker", _worker(case)),
                ("Open", _open(case_page)),
            )
        ),
        *([parts.section(f"*On hold*\n{escape(case_page.on_hold)}")] if case_page.on_hold else []),
        parts.section(_audits(case_page)),
        *found(case_page.findings),
        parts.section(f"*What stands between it and Outstanding*\n{summary}"),
        *_actions(case_page, day),
        *_recommendations(case_page),
        parts.actions(*_buttons(case_page)),
    ]
    told = " ".join(part for part in (summary, escape(case_page.on_hold)) if part)
    return Message(f"{note} Case {case.reference}, {case.cohort.label}. {told}".strip(), blocks)


def recommendations(case_page: CasePage) -> Message:
    """The case's recommendations alone."""
    reference = case_page.case.reference
    count = len(case_page.recommendations)
    if not count:
        return Message.plain(f"Nothing was recommended for {reference} yet.")
    text = f"{count} recommendation{'' if count == 1 else 's'} for {reference}"
    summary = ". ".join(parts.quote(entry.text, 200) for entry in case_page.recommendations[:5])
    return Message(f"{text}: {summary}", [parts.header(text), *_recommendations(case_page, MOST_ALONE)])


def listing(listing: Listing, shown: CaseList) -> Message:
    """One page of somebody's cases."""
    if not shown.cases:
        return Message.plain("You have no open cases here.")
    last = shown.first + len(shown.cases) - 1
    title = f"Your cases: {shown.total:,} open"
    span = f"{shown.first} to {last} of {shown.total:,}, by reference."
    blocks = [
        parts.header(title),
        parts.context(span),
        *map(_listed, shown.cases),
        *actions.pager(listing, shown.first, shown.total),
    ]
    return Message(f"{title}. {span} {', '.join(case.reference for case in shown.cases)}.", blocks)


def _listed(case: Case) -> Block:
    team = f" · {escape(case.team.name)}" if case.team else ""
    button = parts.button("Open", "open_case", case.reference, label=f"Open case {case.reference}")
    return parts.section(f"*{case.reference}* · {case.cohort.label}{team}\nWorker: {_worker(case)}", button)


def history(shown: History) -> Message:
    """What happened, the latest first, a line each."""
    reference = shown.case.reference
    if not shown.events:
        return Message.plain(f"Nothing is recorded of {reference} yet.")
    lines = [f"• {dates.in_words(event.on)}: {_event(event)}" for event in shown.events[:MOST_EVENTS]]
    if len(shown.events) > MOST_EVENTS:
        lines.append(f"and {len(shown.events) - MOST_EVENTS} earlier")
    title = f"History of {reference}"
    halves = ("\n".join(lines[start : start + 15]) for start in range(0, len(lines), 15))
    return Message(
        parts.shorten(f"{title}: {' '.join(lines)}", parts.LONGEST_TEXT),
        [parts.header(title), *(parts.section(half) for half in halves)],
    )


def _event(event: Event) -> str:
    by = f" by {escape(event.by)}" if event.by else ""
    if event.action is None:
        return f"{_of_audit(event)}{by}"
    what = HAPPENED[event.happened].format(
        to=escape(event.to or "somebody else"),
        until=dates.in_words(event.until) if event.until else "another day",
    )
    return f"{event.action.name} {what}{by}: {parts.quote(event.action.text, 100)}"


def _of_audit(event: Event) -> str:
    audit = event.audit
    if audit is None:
        return "something happened"
    if event.happened is Happened.MODERATED:
        return f"moderated as {event.grade.label}" if event.grade else "moderated"
    if event.happened is Happened.CHALLENGED:
        return f"the grade of the audit of {dates.in_words(audit.audited_on)} was challenged"
    follows = f", following up the audit of {dates.in_words(event.follows)}" if event.follows else ""
    return f"audited, {audit.grade.label} (auditor's grade){follows},"


def standing(case_page: CasePage) -> str:
    """In a sentence or two: the grade, and what is still to be done."""
    grade = f"Newest grade: {case_page.grade.label}. " if case_page.grade else "Not audited yet. "
    if case_page.follow_up_by:
        grade += f"A follow-up audit is due by {dates.in_words(case_page.follow_up_by)}. "
    left = [part for part in _left(case_page) if part]
    if left:
        *others, last = left
        return f"{grade}Still to do: {', '.join(others)}{' and ' if others else ''}{last}."
    if not case_page.shows_actions:
        return grade.strip()
    if not case_page.recommendations and not case_page.actions:
        return f"{grade}Nothing is recommended or agreed yet."
    if case_page.grade in (None, Grade.OUTSTANDING):
        return f"{grade}Nothing is left to do."
    if case_page.is_without_answer:
        return f"{grade}Nothing has been recommended or agreed since that audit."
    return f"{grade}Nothing that was agreed is left to do. The next audit will show what changed."


def _left(case_page: CasePage) -> Sequence[str]:
    to_do = len(case_page.unfinished)
    waiting = len(case_page.without_action) if case_page.shows_actions else 0
    areas = len(case_page.areas)
    themes = sorted({finding.theme for finding in case_page.areas if finding.theme})
    about = f" ({escape(', '.join(themes))})" if themes else ""
    return (
        f"{to_do} open action{'' if to_do == 1 else 's'}" if to_do else "",
        f"{waiting} recommendation{'' if waiting == 1 else 's'} without an action" if waiting else "",
        f"{areas} area{'' if areas == 1 else 's'} for development{about}" if areas else "",
    )


def found(findings: Sequence[Finding]) -> Sequence[Block]:
    """What was found, strengths first, as in a report."""
    groups = (("Strengths", FindingKind.STRENGTH), ("Areas for development", FindingKind.AREA))
    return [
        parts.section(f"*{title}*\n" + "\n".join(_finding(one) for one in findings if one.kind is kind))
        for title, kind in groups
        if any(one.kind is kind for one in findings)
    ]


def _finding(finding: Finding) -> str:
    theme = f"_{escape(finding.theme)}:_ " if finding.theme else ""
    return f"• {theme}{parts.quote(finding.text, 150)}"


def _worker(case: Case) -> str:
    return parts.mention(case.worker) if case.worker else "not set"


def _open(case_page: CasePage) -> str:
    case = case_page.case
    if case.closed_on:
        return f"closed {dates.in_words(case.closed_on)}"
    return f"since {dates.in_words(case.opened_on)}" if case.opened_on else "yes"


def _audits(case_page: CasePage) -> str:
    audits = case_page.audits
    if not audits:
        return "*Audits*\nNone yet."
    lines = [_audit(audit, case_page) for audit in audits[:MOST_AUDITS]]
    if len(audits) > MOST_AUDITS:
        lines.append(f"and {len(audits) - MOST_AUDITS} earlier")
    return "*Audits*\n" + "\n".join(lines)


def _audit(audit: Audit, case_page: CasePage) -> str:
    moderated = f"{audit.moderated_grade.label} (moderated)" if audit.moderated_grade else "not moderated yet"
    first = case_page.follow_ups.get(audit.id)
    follows = f" It follows up the audit of {dates.in_words(first)}." if first else ""
    challenged = " Its grade is challenged." if audit.id in case_page.challenged else ""
    return (
        f"• {dates.in_words(audit.audited_on)}: {audit.grade.label} (auditor's grade), {moderated}. "
        f"{escape(audit.auditor_name)} · {round_name(audit)}.{follows}{challenged}"
    )


def _actions(case_page: CasePage, day: Day) -> Sequence[Block]:
    if not case_page.shows_actions:
        return []
    if not case_page.actions:
        return [parts.section("*Actions*\nNone agreed yet.")]
    place = f"case {case_page.case.reference}"
    in_order = sorted(case_page.actions, key=lambda action: action not in case_page.unfinished)
    rows = [actions.row(one, place, day, _ending(one, case_page)) for one in in_order[:MOST_ROWS]]
    return [parts.section("*Actions*"), *rows, *_more(len(in_order), "actions")]


def _ending(action: Action, case_page: CasePage) -> str:
    """Its status says how it ended, and *Show* tells why: all reasons would be too much for one message."""
    ending = case_page.endings.get(action.id)
    return endings.looked_at_again(ending) if ending else ""


def _recommendations(case_page: CasePage, most: int = MOST_ROWS) -> Sequence[Block]:
    """Those without an action first, then the newest."""
    if not case_page.recommendations:
        return []
    waiting = case_page.without_action
    others = [entry for entry in reversed(case_page.recommendations) if entry not in waiting]
    in_order = [*waiting, *others]
    rows = [_recommendation(entry, case_page) for entry in in_order[:most]]
    return [parts.section("*Recommendations*"), *rows, *_more(len(in_order), "recommendations", most)]


def _recommendation(entry: Recommendation, case_page: CasePage) -> Block:
    text = f"{parts.quote(entry.text, 200)}\n_{entry.origin.label}_"
    if not case_page.shows_actions:
        return parts.section(text)
    agreed = [action.name for action in case_page.actions if action.recommendation_id == entry.id]
    follow = f"Actions: {', '.join(agreed)}" if agreed else "No action agreed yet"
    if Right.AGREE_ACTION not in case_page.may:
        return parts.section(f"{text} · {follow}")
    label = parts.shorten(f"Agree action: {entry.text}", 75)
    return parts.section(
        f"{text} · {follow}", parts.button("Agree action", "agree_action", str(entry.id), label=label)
    )


def _more(count: int, what: str, most: int = MOST_ROWS) -> Sequence[Block]:
    if count <= most:
        return []
    return [parts.context(f"{most} of {count} {what} are shown, those that wait for something first.")]


def _buttons(case_page: CasePage) -> Sequence[Block]:
    """What whoever looks may do: nobody is offered what they would be refused."""
    reference = case_page.case.reference
    newest = str(case_page.audits[0].id) if case_page.audits else ""
    offered = (
        (Right.LOG_AUDIT, "Log an audit", "log_audit", reference),
        (Right.ADD_RECOMMENDATION, "Add recommendation", "add_recommendation", newest),
        (Right.AMEND_AUDIT, "Correct newest audit", "amend_audit", newest),
        # Whoever may moderate it need not ask others to.
        (Right.MODERATE_AUDIT, "Moderate", "moderate_audit", newest)
        if Right.MODERATE_AUDIT in case_page.may
        else (Right.CHALLENGE_GRADE, "Challenge the grade", "challenge_grade", newest),
    )
    buttons = [
        parts.button(text, action_id, value)
        for right, text, action_id, value in offered
        if right in case_page.may and value
    ]
    return [*buttons, parts.button("History", "case_history", reference)]
