"""The acts of the year, as people do them in Slack; each writes into the ledger what it did."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from storage.words import Basis, Decision, Grade, Impact, Position, Status
from tests.conversations.conftest import Slack, shown
from tests.letters.conftest import PostOffice
from tests.year.ledger import (
    DAY,
    Action,
    Activity,
    Area,
    Audit,
    Decided,
    Fate,
    Ledger,
    Meeting,
    Recommendation,
    Review,
    in_words,
    working_days_from,
    works,
)
from tests.year.screens import Screen, beside, entry, has, offered, pages, values
from tests.year.service import NAMES, manager_of, worker_of

_SECTION = re.compile(r"\*(?P<section>[A-Z][^*\n]+?): (?P<many>\d+)\*")
_ITEM = re.compile(r"\*Item \d+ of \d+ · (?P<section>.+?)\*\n\*(?P<about>.+?)\*(?P<more>.*)")


@dataclass(frozen=True)
class Advice:
    """What an audit or an activity recommends, and what becomes of it in the story."""

    theme: str
    text: str
    fate: Fate


@dataclass(frozen=True)
class Visit:
    """What an audit is to find: its grade, areas by theme, and what it recommends."""

    grade: Grade
    strength: str = "Visits are frequent and well recorded."
    areas: Mapping[str, str] = field(default_factory=dict)
    advice: Sequence[Advice] = ()


@dataclass(frozen=True)
class Choice:
    """What a meeting decides on an item: the note or reason, until when, or to whom."""

    decision: Decision
    words: str = ""
    day: date | None = None
    owner: str = ""

    @property
    def until(self) -> str:
        return in_words(self.day) if self.day else ""

    @property
    def chosen(self) -> str:
        return self.day.isoformat() if self.day else ""


# What is decided, by the section of an item and what it is about: an action, a case, or what was recommended.
Policy = Callable[[str, str], Choice | None]


@dataclass
class Work:
    """The service at work."""

    slack: Slack
    post: PostOffice
    ledger: Ledger

    @property
    def today(self) -> date:
        return self.post.hand[0].astimezone(self.post.office.terms.zone).date()

    def go_to(self, day: date) -> None:
        """Lets each working day until then bring its letters, at ten in the morning."""
        while self.today < day:
            following = self.today + DAY
            if works(following):
                self.post.day(following)
            else:
                self.post.hand[0] = datetime.combine(following, time(9), UTC)

    def direct_messages(self, user: str) -> Sequence[str]:
        """Where the bot writes to the person."""
        channels = self.slack.workspace.screen(user)["channels"]
        return [channel["id"] for channel in channels if channel["kind"] == "im"]

    # rounds

    def plan_round(self, user: str, *, like: str = "", **typed: object) -> None:
        """`like`: the round that this one may be compared with."""
        self.slack.workspace.click(user, self.slack.answer(user, "/g2o rounds"), "plan_round")
        form = self.slack.form(user, "plan_round")
        if like:
            typed["comparable"] = dict(offered(form, "comparable"))[like]
        self._submit(user, "Saved: ", **typed)

    def draw(self, user: str, name: str, seed: str, auditors: Sequence[str]) -> None:
        self.slack.command(user, f"/g2o draw {name}")
        self.slack.form(user, "draw_cases")
        assert self.slack.submit(user, seed=seed).errors == {}
        assert "cases drawn" in self.slack.page(user)
        self.slack.workspace.click(user, self.slack.workspace.view(user), "share_out")
        self.slack.form(user, "share_out")
        self._submit(user, "Shared out: ", names=", ".join(NAMES[one] for one in auditors))
        self.ledger.drawn[name] = [
            case
            for auditor in auditors
            for page in self._to_audit(auditor)
            for case in values(page, "log_audit")
        ]

    def _to_audit(self, auditor: str) -> Sequence[Screen]:
        return list(pages(self.slack, auditor, "/g2o coverage me"))

    def next_to_audit(self, auditor: str) -> str | None:
        """The first case on the auditor's list."""
        cases = values(self._to_audit(auditor)[0], "log_audit")
        return cases[0] if cases else None

    # audits

    def audit(
        self, auditor: str, case: str, found: Visit, of: str | None = None, follows: Audit | None = None
    ) -> Audit:
        """Logs an audit by its form. `of`: the round that takes it in."""
        self.slack.command(auditor, f"/audit {case}")
        form = self.slack.form(auditor, "log_audit")
        for _ in list(found.areas)[1:]:
            self.slack.grow(auditor, "add_to_form", "area")
        for _ in found.advice[1:]:
            self.slack.grow(auditor, "add_to_form", "recommendation")
        typed: dict[str, object] = {"grade": found.grade.value, "sources": ["file", "worker"]}
        typed |= {"strength": found.strength, "strength_theme": "Visits"}
        typed |= _findings(found.areas) | _advice(found.advice)
        if follows:
            assert f"the follow-up audit of the one on {in_words(follows.on)}" in shown(form)
            typed["follow_up"] = [offered(form, "follow_up")[-1][1]]
        said = self._submit(auditor, f"Recorded: {case} is {found.grade.label}.", **typed)
        assert bool(follows) == ("It follows up the audit" in said)
        made = Audit(case, self.ledger.cases[case], self.today, found.grade, NAMES[auditor], follows=follows)
        if of:
            made.round, made.basis = of, Basis.HALF
        self.ledger.audits.append(made)
        self._note(made, found.areas, found.advice)
        return made

    def audit_in_a_line(self, auditor: str, case: str, grade: Grade) -> None:
        said = self.slack.ask(auditor, f"/audit {case} {grade.label}")
        assert f"Recorded: {case} is {grade.label}." in said
        self.ledger.audits.append(Audit(case, self.ledger.cases[case], self.today, grade, NAMES[auditor]))

    def moderate(self, user: str, audit: Audit, grade: Grade, why: str = "") -> None:
        queue = next(
            page for page in pages(self.slack, user, "/g2o moderate") if f"*{audit.case}* ·" in shown(page)
        )
        value = beside(queue, f"*{audit.case}* ·", "moderate_audit")
        self.slack.workspace.click(user, queue, "moderate_audit", value)
        self.slack.form(user, "moderate_audit")
        self._submit(user, f"Moderated: {audit.case} is {grade.label}", grade=grade.value, why=why)
        audit.moderated = grade

    # actions

    def agree(self, made: Recommendation) -> None:
        """The case's manager agrees with the worker on what was recommended."""
        assert isinstance(made.source, Audit)
        cohort = made.source.cohort
        manager, owner = manager_of(cohort), worker_of(cohort)
        case = self.slack.answer(manager, f"/case {made.case}")
        value = beside(case, made.text, "agree_action")
        reported = made.source.moderated or made.source.grade
        due = working_days_from(self.today, 5 if reported is Grade.INADEQUATE else 20)
        self.slack.workspace.click(manager, case, "agree_action", value)
        self._agree(manager, made, owner, due)

    def _agree(
        self,
        user: str,
        made: Recommendation,
        owner: str,
        due: date,
        typed: Mapping[str, object] | None = None,
    ) -> None:
        self.slack.form(user, "agree_action")
        text = f"{made.text} First step by {NAMES[owner].split()[0]}."
        said = self._submit(user, "Agreed: ", action=text, owner=owner, **(typed or {}))
        assert f"for <@{owner}>, due {in_words(due)}." in said
        number = int(re.findall(r"Agreed: A(\d+)", said)[0])
        made.actions.append(Action(number, text, owner, self.today, due, due, made.fate))

    def _page(self, user: str, action: Action) -> Screen:
        return self.slack.answer(user, f"/g2o action {action.name}")

    def finish(self, action: Action) -> None:
        """Its owner says that it is done: in the letter that asks for it, else on its page."""
        letter = self.letter_about(action) or self._page(action.owner, action)
        said = self.slack.click(action.owner, letter, "complete_action", str(action.number))
        assert f"{action.name} is marked as done" in said
        action.status, action.done_on = Status.DONE, self.today

    def letter_about(self, action: Action) -> Screen | None:
        """Today's letter to its owner, if the action is in it."""
        mine = self.direct_messages(action.owner)
        letters = [
            one.post for one in self.post.arrived if one.at.date() == self.today and one.channel in mine
        ]
        return next((one for one in letters if str(action.number) in values(one, "complete_action")), None)

    def check(self, user: str, action: Action) -> None:
        queue = self._queue(user, action)
        assert f"{action.name} is checked." in self.slack.click(
            user, queue, "check_action_yes", str(action.number)
        )
        action.status, action.checked_on = Status.CHECKED, self.today

    def find_not_done(self, user: str, action: Action, note: str) -> None:
        self.slack.workspace.click(
            user, self._queue(user, action), "check_action_not_yet", str(action.number)
        )
        self.slack.form(user, "check_action_not_yet")
        self._submit(user, f"{action.name} is open again.", note=note)
        action.status, action.done_on = Status.OPEN, None

    def _queue(self, user: str, action: Action) -> Screen:
        return next(
            page
            for page in pages(self.slack, user, "/g2o check")
            if str(action.number) in values(page, "check_action_yes")
        )

    def say_difference(self, action: Action, impact: Impact) -> None:
        page = self._page(action.owner, action)
        said = self.slack.click(action.owner, page, "say_impact", f"{impact.value} {action.number}")
        assert impact.label.lower() in said
        action.impact = impact

    def ask_for_more_time(self, action: Action, until: date, reason: str) -> None:
        self.slack.workspace.click(action.owner, self._page(action.owner, action), "ask_more_time")
        self.slack.form(action.owner, "ask_more_time")
        self._submit(action.owner, "You asked for more time", wanted=until.isoformat(), reason=reason)

    def give_more_time(self, user: str, action: Action, until: date) -> None:
        said = self.slack.click(user, self._page(user, action), "grant_extension")
        assert f"{action.name} is now due on {in_words(until)}." in said
        action.due_on, action.more_time = until, action.more_time + 1

    def disown(self, action: Action, note: str) -> None:
        self.slack.workspace.click(action.owner, self._page(action.owner, action), "not_mine")
        self.slack.form(action.owner, "not_mine")
        self._submit(action.owner, "is told in the next letter", note=note)

    def end(self, user: str, action: Action, why: str) -> None:
        """Somebody other than its owner approves that it no longer applies."""
        self.slack.workspace.click(user, self._page(user, action), "end_action")
        self.slack.form(user, "end_action")
        self._submit(user, f"{action.name} is closed: no longer applies.", way="no_longer_applies", why=why)
        action.status, action.ended = Status.NO_LONGER_APPLIES, (why, None)

    # the programme

    def put_on_programme(self, user: str, kind: str, theme: str, month: date) -> None:
        programme = self.slack.answer(user, "/g2o programme 2025")
        self.slack.workspace.click(user, programme, "add_activity")
        self.slack.form(user, "add_activity")
        self._submit(user, "Added to the programme", kind=kind, theme=theme, month=month.isoformat())

    def record_activity(
        self,
        user: str,
        about: tuple[str, str],
        areas: Mapping[str, str],
        advice: Advice,
        agreed: tuple[str, date] | None,
    ) -> None:
        """What came of an activity; `agreed` is who does what is recommended, and by when."""
        kind, theme = about
        programme = self.slack.answer(user, "/g2o programme 2025")
        self.slack.workspace.click(user, programme, "programme_menu", entry(programme, theme, "Record"))
        self.slack.form(user, "record_activity")
        typed = _findings(areas) | _advice([advice])
        if agreed:
            typed |= {"owner": agreed[0], "due": agreed[1].isoformat()}
        said = self._submit(user, "Recorded.", done_on=self.today.isoformat(), **typed)
        (made,) = self._note(Activity(kind, theme, self.today), areas, [advice])
        made.number = sum(1 for one in self.ledger.recommendations if one.case is None)
        if agreed:
            number = int(re.findall(r"Actions: A(\d+)", said)[0])
            owner, due = agreed
            made.actions.append(Action(number, advice.text, owner, self.today, due, due, advice.fate))

    def _note(
        self, source: Audit | Activity, areas: Mapping[str, str], advice: Sequence[Advice]
    ) -> Sequence[Recommendation]:
        self.ledger.areas += [Area(theme, text, source) for theme, text in areas.items()]
        made = [Recommendation(one.theme, one.text, source, one.fate) for one in advice]
        self.ledger.recommendations += made
        return made

    # meetings

    def plan_meeting(self, user: str, day: date, chair: str, members: Sequence[str]) -> Meeting:
        self.slack.workspace.click(user, self.slack.answer(user, "/g2o meeting"), "plan_meeting")
        self.slack.form(user, "plan_meeting")
        others = [one for one in members if one != chair]
        said = self._submit(user, "Owners are told on ", day=day.isoformat(), chair=chair, members=others)
        assert in_words(day) in said
        assert f"<@{chair}> chairs" in said
        meeting = Meeting(day, members)
        self.ledger.meetings.append(meeting)
        return meeting

    def hold(self, chair: str, meeting: Meeting, policy: Policy) -> str:
        """Reads the pack, goes through all items, decides what the policy says, and gives the minutes."""
        meeting.pack = self._read_pack(chair)
        item = self.slack.clicked(chair, self.slack.answer(chair, "/g2o meeting"), "begin_meeting")
        while True:
            found = _ITEM.search(shown(item))
            assert found, shown(item)
            section, about = found["section"], found["about"]
            if about == "For the service:":
                about = found["more"].strip()
            meeting.items[section] += 1
            if choice := policy(section, about):
                self._decide(chair, meeting, item, about, choice)
            if not has(item, "meeting_next"):
                break
            item = self.slack.clicked(chair, item, "meeting_next")
        self._note_who_came(chair, meeting, item)
        return self.slack.click(chair, item, "end_meeting")

    def _read_pack(self, user: str) -> Counter[str]:
        """How many items of each section the pack has."""
        pack = self.slack.ask(user, "/g2o meeting pack")
        return Counter({section: int(many) for section, many in _SECTION.findall(pack)})

    def _note_who_came(self, user: str, meeting: Meeting, item: Screen) -> None:
        """All members but the last."""
        self.slack.workspace.click(user, item, "who_came")
        there = dict(offered(self.slack.form(user, "who_came"), "came_0"))
        came = [there[NAMES[one]] for one in meeting.members[:-1]]
        self._submit(user, "Who came is noted.", came_0=came)

    def _decide(self, chair: str, meeting: Meeting, item: Screen, about: str, choice: Choice) -> None:
        button, typed, said = _FORMS[choice.decision](choice)
        self.slack.workspace.click(chair, item, button)
        self.slack.form(chair, button)
        self._submit(chair, said, **typed)
        action = next((one for one in self.ledger.actions if one.name == about), None)
        if action is None:
            meeting.decided.append(Decided(about, said))
            return
        owner = choice.owner or action.owner
        meeting.decided.append(Decided(about, said, was_to_do=action.is_to_do, owner=owner))
        action.owner = owner
        if choice.decision is Decision.NEW_DATE and choice.day:
            action.due_on, action.more_time = choice.day, action.more_time + 1
        elif choice.decision is Decision.NOT_DOING:
            action.status, action.ended = Status.NOT_DOING, (choice.words, choice.day)

    def agree_for_the_service(self, user: str, made: Recommendation, owner: str, due: date) -> None:
        """What the service was asked for gets its action from its line of the plan."""
        title = f"*Recommendation {made.number}: {made.theme}*"
        plan = next(page for page in pages(self.slack, user, "/g2o plan") if title in shown(page))
        line = self.slack.clicked(user, plan, "open_line", beside(plan, title, "open_line"))
        self.slack.workspace.click(user, line, "agree_action")
        self._agree(user, made, owner, due, {"due": due.isoformat()})

    # the quarterly review

    def review(self, user: str, quarter: str) -> Sequence[str]:
        """Goes through all lines that are to be reviewed, and gives which these were."""
        self.slack.command(user, "/g2o plan review")
        form = self.slack.form(user, "review_line")
        titles = []
        while form["callback_id"] == "review_line":
            assert quarter in shown(form)
            title = re.findall(r"\*((?:Area|Recommendation)\b.*?)\* · ", shown(form))[0]
            titles.append(title)
            position, note = self._as_it_is(title)
            done = self.slack.submit(user, position=position.value, note=note)
            assert done.errors == {}
            self.ledger.reviews.setdefault(title, []).append(Review(quarter, self.today, position, note))
            form = self._following(user)
        assert f"Every line is reviewed for {quarter}." in shown(form)
        self.slack.workspace.close(user)
        return titles

    def _following(self, user: str) -> Screen:
        view = self.slack.workspace.view(user)
        while "Saving. This takes a little longer" in shown(view):
            view = self.slack.workspace.view(user, changed_from=view["hash"])
        return view

    def _as_it_is(self, title: str) -> tuple[Position, str]:
        """How the quality team sees a line: by its actions, and by what it was a quarter before."""
        line = self.ledger.line(title)
        if not line.actions:
            return Position.NOT_STARTED, "Nothing is agreed yet."
        if not all(action.is_over for action in line.actions):
            return Position.IN_PROGRESS, "Some of it is still to be done."
        if not any(action.checked_on for action in line.actions):
            return Position.NOT_STARTED, "It was ended undone, and something else is to be found."
        said = self.ledger.reviews.get(title, [])
        if said and said[-1].position is Position.ACTIONED and max(line.found_on) <= said[-1].on:
            return Position.EMBEDDED, "It has held for a quarter."
        return Position.ACTIONED, "All that was agreed is over."

    def _submit(self, user: str, said: str, **typed: object) -> str:
        """Sends the form in front of the person, and gives the page that came of it."""
        done = self.slack.submit(user, **typed)
        assert done.errors == {}, done.errors
        page = self.slack.page(user)
        assert said in page, page
        self.slack.workspace.close(user)
        return page


# By decision: the button, what is typed into its form, and what the minutes say of it.
_FORMS: Mapping[Decision, Callable[[Choice], tuple[str, dict[str, object], str]]] = {
    Decision.NEW_DATE: lambda it: (
        "meeting_date",
        {"day": it.chosen, "note": it.words},
        f"New date agreed: {it.until}. {it.words}",
    ),
    Decision.GIVEN: lambda it: ("meeting_give", {"owner": it.owner}, f"Given to {NAMES[it.owner]}."),
    Decision.NOT_DOING: lambda it: (
        "meeting_not_to_do",
        {"why": it.words, "review": it.chosen},
        f"Agreed not to do. To be looked at again on {it.until}. {it.words}",
    ),
    Decision.NOTED: lambda it: ("meeting_note", {"note": it.words}, f"Noted: {it.words}"),
}


def _findings(areas: Mapping[str, str]) -> dict[str, object]:
    typed: dict[str, object] = {}
    for place, (theme, text) in enumerate(areas.items()):
        typed |= {f"area{_suffix(place)}": text, f"area{_theme(place)}": theme}
    return typed


def _advice(advice: Sequence[Advice]) -> dict[str, object]:
    typed: dict[str, object] = {}
    for place, one in enumerate(advice):
        typed |= {f"recommendation{_suffix(place)}": one.text, f"theme{_suffix(place)}": one.theme}
    return typed


def _suffix(place: int) -> str:
    return f"_{place + 1}" if place else ""


def _theme(place: int) -> str:
    return f"_theme{_suffix(place)}"
