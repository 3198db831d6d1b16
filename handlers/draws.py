"""`/g2o draw`, its form, the sample that it draws, and the forms that share it out and swap a case."""

import re
from typing import Any

from bot import draws, picks, rounds, samples
from bot.draws import ALL, HALF, Size, Wanted
from bot.errors import NotUnderstood, Refusal
from bot.samples import Sample
from handlers import carried
from handlers.blocks import draws as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.forms import Typed
from handlers.office import Office
from storage.models import Round
from storage.words import Basis, Cohort

_NUMBER = re.compile(r"(?P<many>\d{1,5})\s*(?P<percent>%|per ?cent)?", re.IGNORECASE | re.ASCII)


def ask(office: Office, call: Call) -> Message | View:
    """`/g2o draw [ROUND]`: opens the form; from a message, where none can open, it shows the way there."""
    with office.db.reading() as session:
        visit = call.visit(office, session)
        named = rounds.named(session, visit, call.text) if call.text else None
    if not call.answers.can_open:
        return blocks.door(str(named.id) if named else "")
    return _form(office, call, named.id if named else None)


def open_form(office: Office, call: Call) -> View:
    """The button, which may say for which round."""
    return _form(office, call, call.number if call.text else None)


def _form(office: Office, call: Call, round_id: int | None) -> View:
    call.answers.open("Draw cases")
    with office.db.reading() as session:
        visit = call.visit(office, session)
        open_ones = [
            one for one in rounds.earlier(session, visit) if one.ends_on is None or one.ends_on >= visit.today
        ]
        chosen = draws.to_draw_for(session, visit, round_id) if round_id else next(iter(open_ones), None)
        if chosen is None:
            raise Refusal("There is no round that is not over. Please plan one first: `/g2o rounds`.")
        if chosen not in open_ones:
            open_ones.append(chosen)
        many = draws.drawn_already(session, chosen) if round_id else 0
        said = blocks.already(chosen, many) if many else ""
    return blocks.form(_at_first(chosen), open_ones[:100], said)


def _at_first(round_: Round) -> dict[str, Any]:
    """What the form holds as it opens: what the round is planned to be."""
    many = {Basis.HALF: blocks.HALF, Basis.ALL: blocks.ALL}.get(round_.basis, blocks.SOME)
    number = str(round_.planned) if many == blocks.SOME and round_.planned else ""
    return {"round": str(round_.id), "many": many, "number": number, "seed": draws.new_seed()}


def draw(office: Office, call: Call) -> Message:
    wanted = _wanted(call.typed)
    with office.db.begin() as session:
        sample = draws.draw(session, call.visit(office, session), wanted)
        return _page(sample)


def show(office: Office, call: Call) -> Message:
    """The newest sample of a round."""
    with office.db.reading() as session:
        return _page(samples.newest(session, call.visit(office, session), call.number))


def undo(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        return blocks.undone(draws.take_back(session, call.visit(office, session), call.number))


def open_sharing(office: Office, call: Call) -> View:
    call.answers.open("Share out")
    with office.db.reading() as session:
        made = samples.to_plan_with(session, call.visit(office, session), call.number)
        return blocks.share_form(picks.auditors(session, made), call.text)


def share_out(office: Office, call: Call) -> Message:
    form = call.typed
    chosen = [form.number(field) for place in (1, 2, 3) if form.text(field := f"auditor_{place}")]
    names = [name.strip() for name in form.text("names").split(",") if name.strip()]
    with office.db.begin() as session:
        visit = call.visit(office, session)
        result = picks.share_out(session, visit, call.carried_number, chosen, names)
        return _page(result.sample, blocks.shared(result))


def open_swap(office: Office, call: Call) -> View:
    call.answers.open("Swap a case")
    with office.db.reading() as session:
        pick = picks.to_swap(session, call.visit(office, session), call.number)
        return blocks.swap_form(pick, call.text)


def swap(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        result = picks.swap(session, visit, call.carried_number, call.typed.text("why"))
        return _page(samples.of(session, visit, result.out.draw_id), blocks.swapped(result))


def _page(sample: Sample, note: str = "") -> Message:
    return blocks.sample(Listing("draw", str(sample.draw.id)), sample, note)


def _wanted(form: Typed) -> Wanted:
    first = form.text("first")
    return Wanted(
        round_id=form.number("round"),
        size=_size(form),
        seed=form.text("seed"),
        first=carried.word(Cohort, first) if first else None,
        with_closed=bool(form.words("closed")),
    )


def _size(form: Typed) -> Size:
    """Half, all, or what was written below. Raises NotUnderstood."""
    chosen, written = form.text("many"), form.text("number")
    if chosen == blocks.HALF:
        return HALF
    if chosen == blocks.ALL:
        return ALL
    number = _NUMBER.fullmatch(written)
    if number is None:
        raise NotUnderstood("Please write how many, such as 31 or 20%.", field="number")
    many = int(number["many"])
    if not number["percent"]:
        return Size(number=many)
    if many > 100:
        raise NotUnderstood("Please write at most 100%.", field="number")
    return Size(percent=many)
