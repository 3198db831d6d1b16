"""What the bot tells a monitor of itself: every metric, and no label that could tell of anybody."""

from datetime import timedelta

import pytest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from slack_sdk import WebClient

from bot import VERSION
from bot.settings import Terms
from handlers import clock, looking
from handlers.measures import How, Kind, Measures, kind_of
from handlers.metrics import Metrics
from handlers.office import Office
from handlers.slack_calls import word
from handlers.website import Request
from storage.database import Database
from storage.models import Letter
from storage.words import LetterKind, LetterState
from tests.conftest import NOW, TODAY, on_sqlite

# Every label there is, and whose words its values are: ours, or Slack's names of methods and errors.
LABELS = {
    "version",
    "tables",
    "python",
    "mode",
    "database",
    "kind",
    "outcome",
    "method",
    "code",
    "task",
    "state",
    "le",
}


@pytest.fixture(autouse=True)
def always_looked_at_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "FRESH_SECONDS", -1.0)


@pytest.fixture
def office(db: Database, terms: Terms) -> Office:
    return Office(db, terms, WebClient(), clock=lambda: NOW)


def told(office: Office, *, is_connected: bool = True) -> dict[str, Metric]:
    reply = Metrics(office, "socket", lambda: is_connected).tell(Request({}, b""))
    assert reply.content_type.startswith("text/plain; version=0.0.4")
    return {family.name: family for family in text_string_to_metric_families(reply.body)}


def values(family: Metric) -> dict[tuple[str, ...], float]:
    return {tuple(sample.labels.values()): sample.value for sample in family.samples}


def letter(number: int, state: LetterState, days_ago: int = 0) -> Letter:
    day = TODAY - timedelta(days=days_ago)
    made_at = NOW - timedelta(minutes=number)
    return Letter(
        key=f"key-{number}",
        kind=LetterKind.DIGEST,
        day=day,
        until=day,
        state=state,
        made_at=made_at,
        not_before=made_at,
        ts="1.2" if state is LetterState.SENT else None,
    )


def test_the_bot_says_what_it_is(office: Office) -> None:
    (sample,) = told(office)["g2o_build_info"].samples
    assert sample.labels["version"] == VERSION
    assert sample.labels["mode"] == "socket"
    assert sample.labels["database"] == ("sqlite" if office.db.is_embedded else "postgresql")


def test_letters_are_counted_by_state_and_what_failed_long_ago_is_not(office: Office) -> None:
    states = [LetterState.WAITING, LetterState.WAITING, LetterState.UNKNOWN, LetterState.FAILED]
    with office.db.begin() as session:
        session.add_all(letter(number, state) for number, state in enumerate(states))
        session.add_all((letter(60, LetterState.SENT), letter(61, LetterState.FAILED, days_ago=8)))
    metrics = told(office)
    assert values(metrics["g2o_letters"]) == {
        ("waiting",): 2,
        ("sending",): 0,
        ("unknown",): 1,
        ("failed",): 1,
    }
    assert values(metrics["g2o_oldest_letter_seconds"]) == {(): 120}


def test_without_letters_nothing_waits(office: Office) -> None:
    assert values(told(office)["g2o_oldest_letter_seconds"]) == {(): 0}


def test_a_database_that_is_away_is_told_and_nothing_is_said_of_letters(terms: Terms) -> None:
    away = Database("postgresql+psycopg://nobody@127.0.0.1:9/g2o")
    metrics = told(Office(away, terms, WebClient(), clock=lambda: NOW))
    away.close()
    assert values(metrics["g2o_database_up"]) == {(): 0}
    assert "g2o_letters" not in metrics


def test_writers_waits_are_counted(office: Office) -> None:
    with office.db.begin():
        pass
    samples = {sample.name: sample.value for sample in told(office)["g2o_write_wait_seconds"].samples}
    assert samples["g2o_write_wait_seconds_count"] == 1
    assert samples["g2o_write_wait_seconds_sum"] > 0


@pytest.mark.parametrize("is_connected", [True, False])
def test_whether_slack_can_deliver_is_told(office: Office, is_connected: bool) -> None:  # noqa: FBT001 - a parameter
    assert values(told(office, is_connected=is_connected)["g2o_slack_connected"]) == {(): is_connected}


@on_sqlite
def test_acknowledgements_and_answers_are_counted_by_kind(office: Office) -> None:
    for _ in range(3):
        with office.measures.acknowledging({"command": "/case", "text": "K7Q2M"}):
            pass
    office.measures.answer(Kind.COMMAND, How.REFUSED)
    metrics = told(office)
    counted = {
        (sample.name, *sample.labels.values()): sample.value
        for sample in metrics["g2o_acknowledgement_seconds"].samples
    }
    assert counted["g2o_acknowledgement_seconds_count", "command"] == 3
    assert counted["g2o_acknowledgement_seconds_bucket", "command", "+Inf"] == 3
    assert counted["g2o_acknowledgement_seconds_bucket", "command", "3.0"] == 3
    assert counted["g2o_acknowledgement_seconds_sum", "command"] > 0
    assert values(metrics["g2o_answers"]) == {("command", "refused"): 1}


@on_sqlite
def test_the_last_turn_of_a_job_is_told_and_how_many_ended_early(office: Office) -> None:
    def fails(*_: object) -> None:
        raise ValueError("K7Q2M")

    for work in (fails, fails, lambda *_: None):
        clock._run("take_back", clock.Job(work, seconds=1), office, None)  # type: ignore[arg-type]
    metrics = told(office)
    assert values(metrics["g2o_job_last_turn_timestamp_seconds"]) == {("take_back",): NOW.timestamp()}
    assert values(metrics["g2o_job_failures"]) == {("take_back",): 2}


@on_sqlite
def test_waits_for_slack_are_counted(office: Office) -> None:
    office.measures.rate_limit(30)
    office.measures.rate_limit(10)
    samples = {sample.name: sample.value for sample in told(office)["g2o_slack_rate_limit_seconds"].samples}
    assert samples == {"g2o_slack_rate_limit_seconds_count": 2, "g2o_slack_rate_limit_seconds_sum": 40}


@pytest.mark.parametrize("said", ["user U0PRIYA01 is gone", "<html>", "K7Q2M!", None, ""])
def test_what_is_no_word_of_slacks_is_not_repeated(said: str | None) -> None:
    assert word(said) in {"other", "none"}


def test_an_error_of_slacks_goes_by_its_own_word() -> None:
    assert word("channel_not_found") == "channel_not_found"


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        ({"command": "/case"}, Kind.COMMAND),
        ({"type": "block_actions"}, Kind.CLICK),
        ({"type": "view_submission"}, Kind.FORM),
        ({"type": "event_callback"}, Kind.EVENT),
        ({"type": "K7Q2M"}, Kind.OTHER),
        ({}, Kind.OTHER),
    ],
)
def test_a_delivery_is_of_a_kind_of_ours_whatever_it_says(payload: dict[str, str], kind: Kind) -> None:
    assert kind_of(payload) is kind


@on_sqlite
def test_there_is_no_label_that_could_tell_of_anybody(office: Office) -> None:
    fill(office.measures)
    found = {
        label for family in told(office).values() for sample in family.samples for label in sample.labels
    }
    assert found == LABELS


def fill(measures: Measures) -> None:
    with measures.acknowledging({"command": "/case"}), measures.job("take_back", 1.0):
        pass
    measures.answer(Kind.CLICK, How.FAILED)
    measures.slack_error("chat.postMessage", "channel_not_found")
