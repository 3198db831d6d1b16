"""The demo's first five minutes: one audit followed from the grade to the digest, by three people."""

from bot.cli.demo_clock import DemoClock
from bot.sandbox.page.guide import DIRECT, Button, Looks, Moves, Reads, Show, Step, Tour

PRIYA, TOMAS, GRACE = "U0PRIYA01", "U0TOMAS02", "U0GRACE03"
NEXT_DAY, NEXT_MONDAY = "Next working day, 09:30", "Next Monday, noon"
AGREED = "Ask the young person how the new flat has been"


def tour(clock: DemoClock, team_channel: str) -> Tour:
    """The steps. What is agreed is due on the clock's own day, so that it is late on the next.

    It names that day, as the same is not agreed twice for a case.
    """

    def agreed() -> dict[str, str]:
        today = clock.today
        action = f"{AGREED} since {today.day} {today:%B}"
        return {"action": action, "owner": TOMAS, "due": today.isoformat()}

    return Tour(
        "First five minutes",
        (
            Step(
                "Log an audit",
                "You are Priya, a team manager. You have just read case K7Q2M, and it is good.",
                "Send /audit K7Q2M good",
                (Reads(PRIYA, "recorded:"),),
                Show(PRIYA, team_channel, types="/audit K7Q2M good"),
            ),
            Step(
                "See the case",
                "One line gives you its audits, what was recommended and what is still to do.",
                "Send /case K7Q2M",
                (Reads(PRIYA, "Newest grade:"),),
                Show(PRIYA, team_channel, types="/case K7Q2M"),
            ),
            Step(
                "Agree an action",
                "A recommendation needs somebody to act on it, by a date.",
                "Under Recommendations, press Agree action. Say what is to be done, choose Tomas Reid as its "
                "owner, make it due today, and press Agree.",
                (Reads(PRIYA, "agreed:"),),
                Show(
                    PRIYA,
                    team_channel,
                    types="/case K7Q2M",
                    presses=Button("agree_action", "pathway plan up to date: the last one"),
                    fills=agreed,
                ),
            ),
            Step(
                "Let it be late",
                "Suppose the day goes by and nothing is done.",
                f"Close the form. Then press the time at the top and choose “{NEXT_DAY}”.",
                (Moves(),),
                Show(moves_to=NEXT_DAY),
            ),
            Step(
                "Read the reminder",
                "Tomas gets one letter a day at most, with all that he is asked to do. His manager hears of "
                "it only if it stays undone.",
                "Choose Tomas Reid at the top right, then Messages.",
                (Looks(DIRECT, TOMAS),),
                Show(TOMAS, DIRECT),
            ),
            Step(
                "Say that it is done",
                "One press answers the letter. There is nothing else to fill in.",
                "In the newest letter, press Done under the action that you agreed.",
                (Reads(TOMAS, "is marked as done"),),
                Show(TOMAS, DIRECT, presses=Button("complete_action", AGREED)),
            ),
            Step(
                "Have it checked",
                "Done is what the owner says. Grace, in the quality team, says whether it is so.",
                "Choose Grace Obi at the top right and send /g2o check. Then press “Yes, it is done” under "
                "the same action.",
                (Reads(GRACE, "is checked. Thank you"),),
                Show(
                    GRACE,
                    team_channel,
                    types="/g2o check",
                    presses=Button("check_action_yes", AGREED),
                ),
            ),
            Step(
                "Open the weekly digest",
                "Once a week the team's channel gets totals, and what went well comes first.",
                f"Press the time and choose “{NEXT_MONDAY}”. Then open # quality-team.",
                (Moves(), Looks(team_channel)),
                Show(GRACE, team_channel, moves_to=NEXT_MONDAY),
            ),
        ),
        "That is the whole way round: graded, agreed, reminded, done, checked and counted. "
        "Now try what you like: everybody here is invented.",
    )
