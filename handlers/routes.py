"""Every Slack entrance, in one table: commands, buttons, forms and events, and what answers them.

A handler is given the office and the call, and returns what the person is to see. It never answers by
itself and catches nothing: `handlers.entrance` acknowledges, sends the answer, and turns errors into words.
`help` and what was mistyped are answered by `handlers.commands`, out of this table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.rules.rights import Right
from handlers import (
    absence,
    actions,
    activities,
    audits,
    cases,
    chairing,
    checks,
    choices,
    counts,
    coverage,
    digest,
    documents,
    draws,
    dropped,
    endings,
    extensions,
    figures,
    holds,
    home,
    impact,
    lists,
    meetings,
    moderation,
    own_history,
    owners,
    plan,
    programme,
    purging,
    recommendations,
    reports,
    reviews,
    rounds,
    staff,
    teams,
    trackers,
)
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.choices import Choices
from handlers.office import Office

Handler = Callable[[Office, Call], Message | View]
FormHandler = Callable[[Office, Call], Message | View]
Offer = Callable[[Office, Call], Choices]


@dataclass(frozen=True)
class Word:
    """A word after `/g2o`: how it is written, what it does, its handler, and the right that it takes.

    Without a `right` it is everybody's. The verb asks for the right; here it decides what help lists.
    """

    usage: str
    does: str
    handler: Handler
    right: Right | None = None


@dataclass(frozen=True)
class Command:
    """A slash command of its own; `word` is the word after `/g2o` that it is short for."""

    usage: str
    description: str
    word: str = ""


@dataclass(frozen=True)
class Shortcut:
    """An entry of Slack's menus; `is_of_message`: of a message's own."""

    name: str
    description: str
    handler: Handler
    is_of_message: bool = False


WORDS: Mapping[str, Word] = {
    "audit": Word(
        "audit [REF GRADE [on DATE] [by AUDITOR]]",
        "record an audit in one line, or open the form",
        audits.log,
        Right.LOG_AUDIT,
    ),
    "case": Word("case REF", "a case: its audits, recommendations and actions", cases.show, Right.SEE_CASE),
    "cases": Word(
        "cases", "your open cases, and those of the teams that you lead", cases.mine, Right.SEE_CASE
    ),
    "recommendations": Word(
        "recommendations REF", "what was recommended for a case", cases.recommendations, Right.SEE_CASE
    ),
    "overdue": Word(
        "overdue [me, TEAM, COHORT, PERSON, all]",
        "overdue actions, oldest first",
        actions.overdue,
        Right.SEE_ACTIONS,
    ),
    "mine": Word("mine", "your open actions", actions.mine, Right.SEE_ACTIONS),
    "due": Word(
        "due [week, next month, December, until DATE] [WHOSE]",
        "what falls due, by default within a week",
        actions.due,
        Right.SEE_ACTIONS,
    ),
    "action": Word("action A17", "one action, with its buttons", actions.show, Right.SEE_ACTIONS),
    "digest": Word(
        "digest [TEAM, all]",
        "the weekly digest of a team or the service, as it stands",
        digest.preview,
        Right.SEE_DIGEST,
    ),
    "meeting": Word(
        "meeting [pack, minutes [DATE]]",
        "when the next meeting is and who chairs; its pack; what one decided",
        meetings.show,
        Right.SEE_ACTIONS,
    ),
    "check": Word("check", "what is done and waits for you to check", checks.waiting, Right.CHECK_ACTION),
    "moderate": Word(
        "moderate", "audits that wait for a moderated grade", moderation.waiting, Right.MODERATE_AUDIT
    ),
    "open": Word(
        "open [me, TEAM, COHORT, PERSON, all]",
        "open actions, due or not",
        actions.unfinished,
        Right.SEE_ACTIONS,
    ),
    "requests": Word(
        "requests", "requests for more time that wait for you", extensions.waiting, Right.DECIDE_EXTENSION
    ),
    "waiting": Word("waiting", "how much waits for you, and where", counts.waiting, Right.SEE_ACTIONS),
    "history": Word(
        "history [REF, all]",
        "what happened on a case, the latest first; without one what you did, and what concerns you",
        cases.history,
    ),
    "changed": Word(
        "changed [today, week, last week, month, last month, November]",
        "what changed, in numbers",
        counts.changed,
        Right.SEE_CASE,
    ),
    "count": Word(
        "count overdue [WHOSE], or GRADE [COHORT] [YEAR..YEAR]", "how many", counts.count, Right.SEE_ACTIONS
    ),
    "who": Word("who [administrator]", "whom you can ask", counts.who),
    "grades": Word(
        "grades [COHORT] [YEAR..YEAR]", "grades by year, with their basis", reports.grades, Right.SEE_GRADES
    ),
    "figures": Word(
        "figures [TEAM, all], or GRADE [COHORT] [YEAR..YEAR]",
        "today's figures, how each is counted, and what is behind it",
        figures.show,
        Right.SEE_DIGEST,
    ),
    "plan": Word(
        "plan [open, areas] [THEME] [COHORT]; plan themes, plan review, plan board",
        "the improvement plan, its themes, its quarterly review, and what changed for the board",
        plan.show,
        Right.SEE_PLAN,
    ),
    "impact": Word(
        "impact",
        "does it work: grades since, differences made, how long",
        impact.show,
        Right.SEE_IMPACT,
    ),
    "programme": Word(
        "programme [KIND] [YEAR]",
        "the programme of the year beside the audits of cases: what is planned, and what came of it",
        programme.of_year,
        Right.SEE_PROGRAMME,
    ),
    "rounds": Word(
        "rounds", "the rounds of audits, planned against logged", rounds.shown, Right.SEE_COVERAGE
    ),
    "draw": Word("draw [ROUND]", "draw the cases that a round audits", draws.ask, Right.PLAN_ROUNDS),
    "coverage": Word(
        "coverage [me, left [COHORT]]",
        "how many open cases were audited in the last twelve months, and what is left to audit",
        coverage.shown,
        Right.SEE_COVERAGE,
    ),
    "hold": Word(
        "hold REF [because REASON]",
        "keep all that is held on a case, for a complaint, a court case or an inquiry",
        holds.hold,
        Right.HOLD_CASE,
    ),
    "release": Word("release REF", "end the hold that a case is on", holds.release, Right.HOLD_CASE),
    "purge": Word(
        "purge REF",
        "delete everything that is held on a case, which somebody else has asked for",
        purging.open_form,
        Right.PURGE_CASE,
    ),
    "report": Word(
        "report [YEAR, ROUND] [COHORT]",
        "the report to Members as a document, by direct message",
        documents.open_report,
        Right.MAKE_DOCUMENTS,
    ),
    "export": Word(
        "export [DOCUMENT], or case REF",
        "a document or a workbook, or all that is held on a case, by direct message",
        documents.open_export,
        Right.MAKE_DOCUMENTS,
    ),
    "pause": Word(
        "pause [until DATE, off]",
        "pause your reminders, for 5 working days or until a day",
        absence.pause,
        Right.COMPLETE_ACTION,
    ),
    "leave": Word(
        "leave FROM to DATE [cover PERSON] [for PERSON]",
        "note when you or somebody in your team is away, and who gets the letters; off ends it",
        absence.leave,
    ),
    "people": Word(
        "people [ROLE] [TEAM or NAME] [left, without Slack]; people teams",
        "who is set up in which role and team; add and change people and teams",
        staff.shown,
        Right.SET_PEOPLE_UP,
    ),
    "days": Word(
        "days mon-thu", "say on which days of the week you work", absence.days, Right.COMPLETE_ACTION
    ),
}

COMMANDS: Mapping[str, Command] = {
    "/g2o": Command("[word] or help", "Audits, recommendations, actions and grades"),
    "/audit": Command("[REF GRADE on DATE by AUDITOR]", "Record the outcome of an audit", "audit"),
    "/case": Command("REF", "Show where a case stands", "case"),
    "/overdue": Command("[me, TEAM, COHORT, all]", "Show overdue actions", "overdue"),
}

BUTTONS: Mapping[str, Handler] = {
    "undo_audit": audits.undo,
    "amend_audit": audits.open_amendment,
    "add_recommendation": recommendations.open_form,
    "recommend_to_service": recommendations.open_for_service,
    "log_audit": audits.open_form,
    "agree_action": actions.open_agreement,
    "action_menu": actions.choose,
    "show_action": actions.show,
    "complete_action": actions.complete,
    "reopen_action": actions.reopen,
    "start_action": actions.start,
    "point_to_record": actions.open_pointing,
    "end_action": endings.open_form,
    "see_all": actions.mine,
    "see_list": lists.turn_page,
    "show_help": home.show_help,
    "page_before": lists.turn_page,
    "page_after": lists.turn_page,
    "pick_day": owners.open_pick,
    "not_mine": owners.open_disowning,
    "give_action": owners.open_giving,
    "keep_action": owners.keep,
    "ask_more_time": extensions.open_asking,
    "grant_extension": extensions.grant,
    "refuse_extension": extensions.refuse,
    "check_action_yes": checks.is_done,
    "check_action_not_yet": checks.open_not_yet,
    "say_impact": checks.say_impact,
    "moderate_audit": moderation.open_form,
    "challenge_grade": moderation.open_challenge,
    "plan_round": rounds.open_form,
    "round_menu": rounds.choose,
    "draw_cases": draws.open_form,
    "audits_to_do": coverage.to_do,
    "share_out": draws.open_sharing,
    "swap_case": draws.open_swap,
    "undo_draw": draws.undo,
    "open_case": cases.show,
    "case_history": cases.history,
    "open_line": plan.open_line,
    "plan_theme": lists.turn_page,
    "review_plan": reviews.review,
    "review_line": reviews.open_review,
    "plan_meeting": meetings.open_plan,
    "change_meeting": meetings.open_change,
    "see_pack": meetings.show_pack,
    "see_minutes": meetings.show_minutes,
    "show_meeting": chairing.go_on,
    "begin_meeting": chairing.begin,
    "meeting_next": chairing.go_to_next,
    "meeting_back": chairing.go_back,
    "meeting_section": chairing.go_to_section,
    "meeting_date": chairing.open_date,
    "meeting_give": chairing.open_giving,
    "meeting_not_to_do": chairing.open_not_to_do,
    "meeting_note": chairing.open_note,
    "meeting_keep": chairing.keep,
    "meeting_check": chairing.check,
    "meeting_not_yet": chairing.open_not_yet,
    "meeting_take_up": chairing.take_up_again,
    "meeting_impact": chairing.say_impact,
    "who_came": chairing.open_who_came,
    "end_meeting": chairing.end,
    "add_activity": activities.open_adding,
    "programme_menu": activities.choose,
    "show_activity": activities.show,
    "record_activity": activities.open_recording,
    "change_activity": activities.open_changing,
    "remove_activity": activities.remove,
    "put_activity_back": activities.put_back,
    "carried_out": programme.mark_carried_out,
    "make_document": documents.make_at_once,
    "own_history_file": own_history.as_file,
    "bring_in_file": dropped.bring_in,
    "leave_file": dropped.leave,
    "carry_out_tracker": trackers.carry_out,
    "show_person": staff.show,
    "see_teams": lists.turn_page,
    "see_leavers": lists.turn_page,
    "add_person": staff.open_adding,
    "change_person": staff.open_changing,
    "person_left": staff.leave,
    "person_back": staff.return_,
    "add_team": teams.open_adding,
    "change_team": teams.open_changing,
    "digest_mine": digest.show_mine,
    "digest_all": digest.show_all,
}

FORMS: Mapping[str, FormHandler] = {
    "log_audit": audits.submit,
    "amend_audit": audits.amend,
    "add_recommendation": recommendations.add,
    "recommend_to_service": recommendations.add_for_service,
    "agree_action": actions.agree,
    "make_action": actions.make,
    "pick_day": owners.pick,
    "not_mine": owners.disown,
    "give_action": owners.give,
    "ask_more_time": extensions.ask,
    "check_action_not_yet": checks.not_yet,
    "moderate_audit": moderation.moderate,
    "challenge_grade": moderation.challenge,
    "point_to_record": actions.point_to_the_record,
    "end_action": endings.end,
    "review_line": reviews.save_review,
    "plan_meeting": meetings.plan,
    "change_meeting": meetings.change,
    "meeting_date": chairing.agree_date,
    "meeting_give": chairing.give,
    "meeting_not_to_do": chairing.agree_not_to_do,
    "meeting_not_yet": chairing.not_yet,
    "meeting_note": chairing.note_decision,
    "who_came": chairing.note_who_came,
    "add_activity": activities.add,
    "change_activity": activities.change,
    "record_activity": activities.record,
    "plan_round": rounds.save,
    "draw_cases": draws.draw,
    "share_out": draws.share_out,
    "swap_case": draws.swap,
    "hold_case": holds.submit,
    "purge_case": purging.purge,
    "make_document": documents.make,
    "add_person": staff.add,
    "change_person": staff.change,
    "add_team": teams.add,
    "change_team": teams.change,
}

# What is pressed or chosen within a form, which is drawn anew with all that was typed.
IN_FORMS: Mapping[str, Callable[[Office, Call], View]] = {
    "add_to_form": audits.add_to_form,
    "add_to_detail": audits.add_to_detail,
    "add_to_activity": activities.add_to_form,
    "case": audits.choose_case,
    "grade": audits.choose_grade,
    "leave_line": reviews.leave_for_later,
    "paper": documents.choose_paper,
}

# What a list offers while somebody types in it: the text of each entry, and its value.
CHOICES: Mapping[str, Offer] = {"case": choices.cases_to_audit, "known_case": choices.known_cases}

# From the menu beside the place where one writes, and from that of a message.
SHORTCUTS: Mapping[str, Shortcut] = {
    "log_audit_shortcut": Shortcut(
        "Log an audit", "Record the outcome of an audit, with what it found", audits.open_form
    ),
    "make_action": Shortcut(
        "Make this an action",
        "Agree an action for a case out of this message",
        actions.open_making,
        is_of_message=True,
    ),
}

# What is subscribed to, and the type by which it arrives.
EVENTS: Mapping[str, str] = {
    "app_home_opened": "app_home_opened",
    "app_mention": "app_mention",
    "message.im": "message",
    "user_change": "user_change",
}
