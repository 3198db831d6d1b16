"""What the board is shown of the improvement plan."""

from datetime import date

from sqlalchemy.orm import Session

from tests.council import Council, on
from tests.verbs.plan_lines import (
    ACTIONED,
    EMBEDDED,
    SUMMER,
    agreed,
    asked,
    board,
    found,
    lines,
    review,
)


def test_the_board_is_shown_what_changed_in_the_quarter(session: Session, council: Council) -> None:
    for theme in ("Assessment", "Permanence", "Supervision", "Visits"):
        asked(session, council.quality, theme=theme)
    by_theme = {line.theme: line for line in lines(session, council.quality)}
    review(session, council.quality, by_theme["Permanence"], ACTIONED)
    review(session, council.quality, by_theme["Visits"], EMBEDDED)
    summer = on(council.quality, SUMMER)
    by_theme = {line.theme: line for line in lines(session, summer)}
    review(session, summer, by_theme["Supervision"], ACTIONED)
    review(session, summer, by_theme["Permanence"], EMBEDDED)
    found(session, summer, theme="Visits", day=SUMMER)
    pack = board(session, summer)
    assert [line.theme for line in pack.actioned] == ["Supervision"]
    assert [line.theme for line in pack.embedded] == ["Permanence"]
    assert [line.key[0] for line in pack.new] == ["F"]
    assert {line.theme for line in pack.again} == {"Visits"}
    assert pack.reviewed == 2


def test_the_board_is_shown_what_nobody_began_and_what_is_late(session: Session, council: Council) -> None:
    waiting = asked(session, council.quality)
    late = asked(session, council.quality, theme="Visits")
    agreed(session, council.quality, late)
    pack = board(session, on(council.quality, date(2025, 9, 15)))
    assert [line.key for line in pack.waiting] == [f"R{waiting.id}", f"R{late.id}"]
    assert ([line.key for line in pack.late], pack.late_actions) == ([f"R{late.id}"], 1)
    assert board(session, council.quality).waiting == []
