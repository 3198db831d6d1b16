"""Questions in plain words: in a direct message, by mention and in a thread."""

from storage.database import Database
from tests.conversations.conftest import Slack, over_socket_mode, shown, system_numbers
from tests.conversations.test_asking import late
from tests.council import PRIYA, SAMIR, STRANGER, TOMAS

__all__ = ["late"]

pytestmark = over_socket_mode
GENERAL = "C0GENERAL1"
ASIDE = "Only you can see this answer."

ASKED = (
    (PRIYA, "what's overdue for care leavers?", "Overdue: 12 actions, Care leavers"),
    (PRIYA, "what has Tomas got overdue?", "Overdue: 12 actions, Tomas Reid"),
    (PRIYA, "how many are overdue for care leevers?", "12 actions are overdue for care leavers."),
    (PRIYA, "how many audits were good this year", "No audits have a moderated grade yet in 2025."),
    (PRIYA, "how many audits did we do?", "1 audit was carried out. Of these, 1 awaits moderation."),
    (
        PRIYA,
        "what's changed since last week?",
        "What changed, from Monday 3 March 2025 to Sunday 9 March 2025",
    ),
    (PRIYA, "history of k7q2m", "History of K7Q2M"),
    (PRIYA, "who is waiting for what?", "Nothing waits for you."),
    (PRIYA, "any requests for more time?", "No request for more time waits for you."),
    (PRIYA, "which actions are unfinished?", "Open: 12 actions"),
    (PRIYA, "when's the next meeting?", "No meeting is planned."),
    (TOMAS, "who do I ask?", f"You can ask your manager: <@{PRIYA}>."),
    (TOMAS, "how many do I have overdue", "12 of your actions are overdue."),
    (TOMAS, "what's due by 28 March?", "Nothing is due from Friday 14 to Friday 28 March 2025."),
    (TOMAS, "how many audits were good?", "Grades are for managers and the quality team."),
    (TOMAS, "what can you do?", "You can say"),
    (SAMIR, "what is overdue", "Actions are for the people who work with them."),
    (STRANGER, "what is overdue", "I do not know you yet"),
    (PRIYA, "Jane's mum rang", "I did not understand that."),
    (PRIYA, "Jane's mum is jane@example.com", "seems to contain an e-mail address"),
)


def test_questions_in_a_direct_message(slack: Slack, late: None) -> None:
    for user, text, expected in ASKED:
        answer = shown(slack.next_message(user, slack.workspace.say(user, text)))
        assert expected in answer, text
        assert "jane" not in answer.lower()
        assert ASIDE not in answer
        assert system_numbers(answer) == []


def test_a_mention_is_answered_to_its_writer_alone_and_says_so(slack: Slack, late: None) -> None:
    for text in (
        "<@U0BOT00001> overdue?",
        "hi, what's overdue <@U0BOT00001>",
        "<@U0BOT00001> thanks!",
    ):
        answer = slack.next_message(PRIYA, slack.workspace.say(PRIYA, text, channel=GENERAL))
        assert answer["ephemeral"]
        assert answer["blocks"][-1]["elements"][0]["text"] == ASIDE
    screen = slack.workspace.screen(TOMAS)
    (channel,) = (channel for channel in screen["channels"] if channel["id"] == GENERAL)
    assert "Overdue" not in str(channel["messages"])


def test_a_mention_in_a_thread_is_answered_in_it(slack: Slack, late: None) -> None:
    slack.workspace.say(PRIYA, "The audit is on Friday.", channel=GENERAL)
    (channel,) = (one for one in slack.workspace.screen(PRIYA)["channels"] if one["id"] == GENERAL)
    thread = channel["messages"][-1]["ts"]
    done = slack.workspace.say(PRIYA, "<@U0BOT00001> how many are late?", channel=GENERAL, thread_ts=thread)
    answer = slack.next_message(PRIYA, done)
    assert "12 actions are overdue." in shown(answer)
    assert answer["thread_ts"] == thread


def test_what_is_not_understood_gets_three_sentences_to_type(slack: Slack, db: Database) -> None:
    answer = shown(slack.next_message(PRIYA, slack.workspace.say(PRIYA, "please burn A17")))
    assert answer.count("• ") % 3 == 0
    assert "• action A17\n" in answer


def test_the_pages_of_a_persons_actions_are_turned(slack: Slack, late: None) -> None:
    first = slack.next_message(PRIYA, slack.workspace.say(PRIYA, "what is Tomas behind with?"))
    second = slack.click(PRIYA, first, "page_after")
    assert "Overdue: 12 actions, Tomas Reid" in second
    assert "11 to 12 of 12" in second
