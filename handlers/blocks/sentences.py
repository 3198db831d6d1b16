"""The sentences of letters: what is told of an action or an audit, what happens next, and what came of it."""

from collections.abc import Iterator, Mapping
from datetime import date

from bot import letters, recipients
from bot.correspondence import Item
from bot.rules import dates, lifecycle, wording
from bot.rules.ladder import Audience
from bot.visit import Day
from handlers.blocks import actions as action_blocks
from handlers.blocks import minutes, news, parts
from storage.models import Action, Audit, Letter, Person
from storage.words import LetterKind, Status, Told

Names = Mapping[int, Person]

# Slack's words for why a letter was not taken, and what an administrator can do.
_GONE = "If they have left, please say so in the list of people."
REASONS = {
    "user_not_found": "Slack knows no such user. Please set the person up anew, or import people again.",
    "user_disabled": f"their Slack account is switched off. {_GONE}",
    "channel_not_found": f"their Slack account cannot be written to. {_GONE}",
    "cannot_dm_bot": "the Slack id belongs to a bot. Please correct it in the list of people.",
    "user_not_visible": "the bot may not see their Slack account. Please ask whoever looks after Slack.",
    "messages_tab_disabled": "the app takes no messages. Please switch its Messages tab on.",
    "is_archived": "the channel is archived. Please name another one.",
    "not_in_channel": "the bot is not in the channel. Please invite it there.",
}
UNKNOWN_REASON = "Slack refused it. `python -m bot letters` tells the reason, and sends it again."


def standing_in(item: Item) -> Iterator[str]:
    """In whose place the reader is told."""
    person = item.stands_in_for
    if person is None or item.told & {Told.LATE_IN_TEAM, Told.LATE_IN_SERVICE, Told.TROUBLE}:
        return
    name = parts.mention(person)
    if item.away is not None:
        yield f"_For {name}, who is away until {dates.in_words(item.away.ends_on)}:_"
    elif not person.active:
        yield f"_For {name}, who has left:_"
    elif not recipients.can_read(person):
        yield f"_For {name}, whom I cannot reach in Slack:_"
    else:
        yield f"_For {name}:_"


def lines(item: Item, names: Names, day: Day) -> Iterator[str]:
    if item.audit:
        yield from _of_audit(item, item.audit)
    elif Told.PACK in item.told and item.meeting:
        yield f"*The meeting of {dates.in_words(item.meeting.held_on)}* · its pack is there"
        yield "It has what is to be decided, what is late and what was closed since last time."
    elif item.to_audit:
        yield from _to_audit(item)
    elif item.about:
        yield from news.of_somebody(item.about, item.note)
    elif Told.TROUBLE in item.told:
        yield not_delivered(item.trouble, item.note)
    elif item.action:
        yield action_blocks.line(item.action, day)
        yield from _told(item, item.action, names, day)


def _to_audit(item: Item) -> Iterator[str]:
    who = "They have" if item.stands_in_for else "You have"
    for one in item.to_audit:
        cases = wording.many(one.cases, "case")
        ends = f", by {dates.in_words(one.round.ends_on)}" if one.round.ends_on else ""
        yield f"{who} {cases} to audit in the round {parts.quote(one.round.name, 80)}{ends}."
    if not item.stands_in_for:
        yield "`/g2o coverage me` lists them."


def _of_audit(item: Item, audit: Audit) -> Iterator[str]:
    audited = f"Audited {dates.in_words(audit.audited_on)} by {parts.escape(audit.auditor_name)}"
    if Told.MODERATED in item.told and audit.moderated_grade:
        yield f"*{audit.case.reference}* · moderated: {audit.moderated_grade.label}"
        yield f"{audited}, whose grade is {audit.grade.label}."
        yield from _words(item)
    elif Told.CHALLENGED in item.told:
        yield f"*{audit.case.reference}* · {audit.reported_grade.label} · its grade is challenged"
        yield f"{audited}. Somebody asks for the grade to be looked at again."
        yield from _words(item)
    else:
        yield f"*{audit.case.reference}* · {audit.grade.label} · waits for its moderated grade"
        yield audited


def _told(item: Item, action: Action, names: Names, day: Day) -> Iterator[str]:
    """What there is to say of the action beside which one it is."""
    owner = parts.mention(action.owner)
    if item.told & {Told.LATE_IN_TEAM, Told.LATE_IN_SERVICE}:
        yield from _to_leaders(item, action, owner, day)
    elif Told.TO_CHECK in item.told:
        by = _who(names, action.done_by_id) or owner
        on = f", {dates.in_words(action.done_on)}" if action.done_on else ""
        yield f"{by} says that it is done{on}. Have you seen that it is?"
        yield from action_blocks.where_to_look(action)
    elif Told.TO_APPROVE in item.told and item.extension:
        yield from _request(item, names)
    elif Told.GIVEN_AWAY in item.told:
        yield f"This is now {owner}'s. Nothing more is asked of you."
    elif Told.NOT_MINE in item.told:
        yield f"{owner} says that this is not theirs. Whose is it?"
        yield from _words(item)
    else:
        yield from _to_owner(item, action, names, day)


def _to_owner(item: Item, action: Action, names: Names, day: Day) -> Iterator[str]:
    checker = _who(names, item.check.checked_by_id if item.check else None) or "Somebody"
    if Told.CHECKED in item.told:
        yield f"{checker} has checked it: it is done. Thank you. Did it make a difference?"
        return
    yield from _news(item, action, names, checker)
    if not lifecycle.is_unfinished(action.status):
        return
    if Told.AGREED in item.told:
        by = _who(names, action.agreed_by_id)
        whose = "theirs" if item.stands_in_for else "yours"
        yield f"Agreed{f' by {by}' if by else ''}. Is this {whose}, and is the date right?"
    yield from _so_far(item, action, day.date, "They" if item.stands_in_for else "You")
    if Told.BEFORE_MEETING in item.told and item.meeting:
        on = dates.in_words(item.meeting.held_on)
        whom = "they" if item.stands_in_for else "you"
        yield f"{action.name} will be before the meeting on {on}: what would {whom} like to say?"
    if Told.TAKEN_OVER in item.told:
        whom = "them" if item.stands_in_for else "you"
        yield f"From here a person follows this up with {whom}. I send no more reminders of it."
    else:
        yield from _next(item, day.date, "their" if item.stands_in_for else "your")


def _news(item: Item, action: Action, names: Names, checker: str) -> Iterator[str]:
    """What others did to it."""
    for decided in item.decided:
        yield f"Decided at the meeting. {minutes.decision(decided)}"
    if Told.ENDED in item.told and item.ending:
        by = _who(names, item.ending.approved_by_id) or "Somebody"
        how = "is not to be done" if action.status is Status.NOT_DOING else "no longer applies"
        yield f"{by} agreed that this {how}. Nothing more is asked of you."
        yield from _words(item)
    if Told.REOPENED in item.told:
        yield "It is open again."
    if Told.NOT_YET_DONE in item.told:
        yield f"{checker} looked, and it is not quite done yet, so it is open again."
        yield from _words(item)
    if Told.ANSWERED in item.told and item.extension and item.extension.is_granted is not None:
        by = _who(names, item.extension.decided_by_id) or "Your manager"
        answer = "agreed" if item.extension.is_granted else "did not agree"
        yield f"{by} {answer} to more time: it is due {dates.in_words(action.due_on)}."


def _to_leaders(item: Item, action: Action, owner: str, day: Day) -> Iterator[str]:
    if not action.owner.active:
        yield f"{owner} has left, so it needs another owner."
    elif item.was_reminded:
        yield f"I have reminded {owner}. A word with them may help."
    elif action.owner.slack_id is None:
        yield f"{owner} is not in Slack, so a word with them may help."
    else:
        yield f"A word with {owner} may help."
    yield from _so_far(item, action, day.date, "They")
    if item.is_last:
        yield (
            "This is my last letter about it: please take it from here. It stays in `/overdue` and in the "
            "weekly digest."
        )
    else:
        yield from _next(item, day.date, "their")


def _so_far(item: Item, action: Action, today: date, who: str) -> Iterator[str]:
    """What the owner has said about it."""
    if Told.PICKED in item.told and action.picked_on == today:
        yield f"Today is the day {who.lower()} picked for it."
    elif action.picked_on is not None:
        yield f"{who} picked {dates.in_words(action.picked_on)} for it."
    if item.extension is not None and item.extension.is_granted is None:
        wanted = dates.in_words(item.extension.wanted_on)
        yield f"{who} asked for more time, until {wanted}; that is not decided yet."
    if action.disowned_on is not None:
        whose = "yours" if who == "You" else "theirs"
        yield f"{who} said that it is not {whose}; that is not decided yet."


def _next(item: Item, today: date, whose: str) -> Iterator[str]:
    """What happens next, and when."""
    step = item.upcoming
    if step is None:
        if Told.REMINDER in item.told:
            yield "This was my last reminder of it."
        return
    on = "tomorrow" if (step.on - today).days == 1 else f"on {dates.in_words(step.on)}"
    if item.is_quality_again:
        yield f"If it is still open {on}, I write to the quality team about it again."
    elif step.rung.tells is not Audience.OWNER:
        leader = "manager" if step.rung.tells is Audience.MANAGER else "service manager"
        who = "the quality team" if item.is_next_quality else f"{whose} {leader}"
        yield f"If it is still open {on}, I let {who} know."
    elif Told.LATE_IN_TEAM not in item.told:
        yield f"I remind you again {on}." if whose == "your" else f"I write about it again {on}."


def _request(item: Item, names: Names) -> Iterator[str]:
    asked = item.extension
    if asked is None:
        return
    by = _who(names, asked.asked_by_id) or "Somebody"
    again = " a second time, so it comes to you as the chair" if item.is_second_time else ""
    yield f"{by} asks for more time{again}: until {dates.in_words(asked.wanted_on)}."
    yield f"Why: {parts.quote(asked.reason, 300)}"


def _words(item: Item) -> Iterator[str]:
    if item.note:
        yield f"In their words: {parts.quote(item.note, 300)}"


def not_delivered(about: Letter | None, reason: str | None) -> str:
    """Whose letter it was, and what an administrator can do; `reason` is Slack's word, or a sentence."""
    if about is None and reason:
        return reason
    known = REASONS.get(reason or "", reason if reason and " " in reason else UNKNOWN_REASON)
    return f"{whose(about)} could not be delivered: {known}"


def whose(about: Letter | None) -> str:
    if about is None:
        return "The journal's seals"
    if letters.is_seal(about):
        return f"The journal's seal of {dates.in_words(about.day)}"
    if about.kind is LetterKind.DIGEST:
        return f"The digest of {parts.escape(about.team.name)}" if about.team else "The digest of the service"
    name = parts.escape(about.person.name) if about.person else "somebody"
    return f"My letter to {name} of {dates.in_words(about.day)}"


def head(item: Item, day: Day) -> str:
    """The item in a few words, for those who see no blocks."""
    if item.is_settled:
        return f"{name(item)} is settled"
    words = next((words for told, words in _HEADS.items() if told in item.told), None)
    if words is not None:
        return words.format(name(item))
    if item.about:
        return news.head(item.about, item.note)
    return f"{name(item)} {action_blocks.lateness(item.action, day)}" if item.action else whose(item.trouble)


_HEADS = {
    Told.TO_MODERATE: "{} waits for its moderated grade",
    Told.CHALLENGED: "the grade of {} is challenged",
    Told.MODERATED: "{} was moderated",
    Told.TO_CHECK: "{} waits for your check",
    Told.TO_APPROVE: "more time is asked for {}",
    Told.NOT_MINE: "{} is not its owner's, they say",
    Told.GIVEN_AWAY: "{} is somebody else's now",
    Told.PACK: "{} of the meeting is there",
    Told.AFTER_MEETING: "{} was before the meeting",
    Told.TO_AUDIT: "{} are yours to audit",
}


def name(item: Item) -> str:
    if item.action is not None:
        return item.action.name
    if Told.PACK in item.told:
        return "The pack"
    if Told.TO_AUDIT in item.told:
        return "Cases"
    if item.about is not None:
        return parts.escape(item.about.name)
    return item.audit.case.reference if item.audit else "A letter"


def outcome(item: Item, names: Names) -> str:
    """What became of what was asked for."""
    action = item.action
    if Told.TO_AUDIT in item.told:
        return "Of what was shared out, nothing is left to audit. Thank you."
    if item.audit is not None and item.audit.moderated_grade is not None:
        return f"{item.audit.case.reference} was moderated: {item.audit.moderated_grade.label}."
    if Told.TO_APPROVE in item.told and item.extension and item.extension.is_granted is not None:
        word = "agreed" if item.extension.is_granted else "not agreed"
        return f"{name(item)}: more time was {word}."
    if action is None:
        return f"{name(item)} is {'back' if item.about else 'settled'}."
    if Told.CHECKED in item.told and item.check and item.check.impact:
        return f"{action.name}: did it make a difference? {item.check.impact.label}. Thank you."
    return f"{action.name} {_as_it_is(action, names)}"


def _as_it_is(action: Action, names: Names) -> str:
    if action.status is Status.DONE:
        by = _who(names, action.done_by_id)
        return f"is marked as done{f' by {by}' if by else ''}. Thank you. Somebody else will check it."
    if action.status is Status.CHECKED:
        return "is done and checked. Thank you."
    if not lifecycle.is_unfinished(action.status):
        return f"now stands as {action.status.label.lower()}."
    owner = parts.mention(action.owner)
    return f"is {owner}'s, due {dates.in_words(action.due_on)}."


def _who(names: Names, person_id: int | None) -> str:
    person = names.get(person_id) if person_id else None
    return parts.mention(person) if person else ""
