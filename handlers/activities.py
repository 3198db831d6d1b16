"""One activity of the programme: its menu, its page, and the forms that plan it and record its outcome."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot import activities, programme
from bot.activities import NewActivity, Opened
from handlers import carried, forms
from handlers.blocks import activities as blocks
from handlers.blocks import activity_forms
from handlers.blocks.audit_form import MOST_FINDINGS, Detail
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.office import Office


def choose(office: Office, call: Call) -> Message | View:
    """An entry of an activity's menu."""
    word, activity_id = carried.parts(call.text, 2)
    carried.require(holds=word in MENU)
    return MENU[word](office, replace(call, text=activity_id))


def show(office: Office, call: Call) -> Message:
    with office.db.reading() as session:
        visit = call.visit(office, session)
        return blocks.page(activities.show(session, visit, call.number), visit.day)


def open_adding(office: Office, call: Call) -> View:
    call.answers.open("Add activity")
    with office.db.reading() as session:
        activities.require_to_change(session, call.visit(office, session))
        kinds = programme.kinds(session)
    return activity_forms.add_form({}, call.number, kinds)


def add(office: Office, call: Call) -> Message:
    new = forms.activity_form(call.typed, call.carried_number)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        return blocks.added(activities.add(session, visit, new), visit.day)


def open_changing(office: Office, call: Call) -> View:
    call.answers.open("Change an activity")
    with office.db.reading() as session:
        activity = activities.to_change(session, call.visit(office, session), call.number)
        kinds = programme.kinds(session)
    carried = json.dumps([activity.id, activity.version, activity.year])
    return activity_forms.change_form(activity, kinds, carried)


def change(office: Office, call: Call) -> Message:
    activity_id, version, year = carried.values(call.carried, int, int, int)
    new = forms.activity_form(call.typed, year)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        activity = activities.change(session, visit, Opened(activity_id, version), new)
        return blocks.changed(activity, visit.day)


def open_recording(office: Office, call: Call) -> View:
    call.answers.open("Record an activity")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        activity = activities.to_change(session, visit, call.number)
        shown = activities.show(session, visit, activity.id)
    detail = Detail.of(activity, shown.findings, MOST_FINDINGS)
    return activity_forms.record_form(
        activity_forms.record_values(shown, visit.day), activity, detail, day=visit.day
    )


def add_to_form(office: Office, call: Call) -> View:
    """One more finding or recommendation; all that was typed stays."""
    detail = Detail.read(call.carried).grown(call.text)
    with office.db.reading() as session:
        visit = call.visit(office, session)
        activity = activities.to_change(session, visit, detail.subject_id)
    return activity_forms.record_form(call.typed.values, activity, detail, day=visit.day)


def record(office: Office, call: Call) -> Message:
    outcome = forms.outcome_form(call.typed, Detail.read(call.carried))
    with office.db.begin() as session:
        visit = call.visit(office, session)
        activity = activities.record_outcome(session, visit, outcome)
        return blocks.page(activities.show(session, visit, activity.id), visit.day, note="Recorded.")


def remove(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        was = activities.remove(session, call.visit(office, session), call.number)
    carried = [was.year, was.kind, was.theme, was.by, was.month.isoformat() if was.month else ""]
    return blocks.removed(was, json.dumps(carried))


def put_back(office: Office, call: Call) -> Message:
    maybe = str | None
    year, kind, theme, by, month = carried.values(call.text, int, str, maybe, maybe, maybe)
    was = NewActivity(year, kind, theme, by, carried.day(month) if month else None)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        return blocks.put_back(activities.add(session, visit, was), visit.day).in_place()


MENU: Mapping[str, Callable[[Office, Call], Message | View]] = {
    "record": open_recording,
    "change": open_changing,
    "show": show,
    "remove": remove,
}
