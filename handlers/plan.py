"""`/g2o plan`, a line of it, its themes, and the board's pack."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from bot import board as packs
from bot import free_text, line_page, plan
from bot.documents import Paper
from bot.errors import NotUnderstood
from bot.nearest import nearest
from bot.plan import Wanted
from bot.rules import periods
from bot.rules.spellings import COHORTS, plain
from bot.rules.themes import THEMES
from bot.visit import Visit
from handlers import documents, reviews
from handlers.blocks import board as board_blocks
from handlers.blocks import line_page as line_blocks
from handlers.blocks import plan as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.office import Office
from storage.words import Cohort

FORM = (
    "After `/g2o plan` you can say a theme, a cohort, open, areas, themes, review or board: for example "
    "`/g2o plan open supervision` or `/g2o plan themes care leavers`."
)
LAST_QUARTER = ("last quarter", "last", "previous quarter")


def show(office: Office, call: Call) -> Message | View:
    """The plan, or what the first word asks for."""
    word, rest = first_word(call.text)
    if word == "review":
        refuse_more(rest)
        return reviews.review(office, call)
    if word == "board":
        return board(office, call, rest)
    if word == "themes":
        return themes(office, call, rest)
    with office.db.reading() as session:
        return listed(session, call.visit(office, session), Listing("plan", call.text))


def listed(session: Session, visit: Visit, listing: Listing) -> Message:
    """A page of the plan as it is now."""
    whole = plan.read(session, visit)
    shown = plan.page(session, visit, whole, wanted(listing.words, whole.themes), listing.page)
    return blocks.page(listing, shown, visit.terms.plan_name, visit.day)


def open_line(office: Office, call: Call) -> Message:
    with office.db.reading() as session:
        visit = call.visit(office, session)
        return line_blocks.line_page(line_page.line_page(session, visit, call.text), visit.day)


def board(office: Office, call: Call, rest: str) -> Message:
    """This quarter so far, or the last one."""
    is_last = board_asked(rest)
    with office.db.reading() as session:
        visit = call.visit(office, session)
        quarter = periods.quarter_of(visit.today)
        if is_last:
            quarter = periods.quarter_of(quarter.first - timedelta(days=1))
        shown = board_blocks.board(packs.board(session, visit, quarter), visit.terms.board_name)
        # The document is of this quarter.
        return shown if is_last else documents.beside(visit, shown, Paper.BOARD)


def themes(office: Office, call: Call, rest: str) -> Message:
    cohort = themes_asked(rest)
    with office.db.reading() as session:
        counts = plan.common_themes(session, call.visit(office, session), cohort)
    return blocks.themes(counts, cohort)


def first_word(text: str) -> tuple[str, str]:
    word, rest = (*text.split(maxsplit=1), "", "")[:2]
    return word.lower(), rest


def is_asked(text: str) -> bool:
    """Whether it is what the word takes. Raises NotUnderstood."""
    word, rest = first_word(text)
    if word == "review":
        refuse_more(rest)
        return True
    if word == "board":
        return board_asked(rest) or not rest
    if word == "themes":
        return themes_asked(rest) is not None or not rest
    return bool(wanted(text, ()))


def refuse_more(text: str) -> None:
    """Raises NotUnderstood where something is said after the review."""
    if text:
        raise NotUnderstood(
            "`/g2o plan review` takes nothing more: it begins with the first line that is left."
        )


def board_asked(text: str) -> bool:
    """`[last quarter]`. Raises NotUnderstood."""
    words = plain(text)
    if words not in ("", "this quarter", *LAST_QUARTER):
        raise NotUnderstood(
            "`/g2o plan board` shows this quarter so far, `/g2o plan board last quarter` the one before."
        )
    return words in LAST_QUARTER


def themes_asked(text: str) -> Cohort | None:
    """`[COHORT]`. Raises NotUnderstood."""
    words = plain(text)
    if words in ("", "all"):
        return None
    if words not in COHORTS:
        free_text.refuse_personal_details(text)
        raise NotUnderstood("`/g2o plan themes` takes a cohort, for example `/g2o plan themes care leavers`.")
    return COHORTS[words]


def wanted(text: str, there: Sequence[str]) -> Wanted:
    """`[open] [areas] [THEME] [COHORT]`, in any order; the plan may have themes beside those of the forms.

    Raises NotUnderstood with the nearest theme.
    """
    known = {plain(theme): theme for theme in (*THEMES, *there)}
    words = plain(text).removeprefix("all").split()
    rest = [word for word in words if word not in ("open", "areas", "area")]
    choice = Wanted(is_open="open" in words, areas_only="areas" in words or "area" in words)
    for theme, cohort in _parted(rest):
        if (not theme or theme in known) and (not cohort or cohort in COHORTS):
            return Wanted(known.get(theme), COHORTS.get(cohort), choice.is_open, choice.areas_only)
    free_text.refuse_personal_details(text)
    near = nearest(" ".join(rest), known)
    hint = f"Did you mean `/g2o plan {known[near].lower()}`? " if near else ""
    raise NotUnderstood(f"{hint}{FORM}")


def _parted(words: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Every way in which the words may be a theme and a cohort, either of them first."""
    for place in range(len(words) + 1):
        before, after = " ".join(words[:place]), " ".join(words[place:])
        yield before, after.removeprefix("for ")
        yield after, before
