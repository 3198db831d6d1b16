"""The manifest and the table of entrances say the same."""

from handlers import routes
from handlers.manifest import manifest


def test_every_command_is_in_the_manifest_and_escapes_what_is_typed() -> None:
    commands = {entry["command"]: entry for entry in manifest()["features"]["slash_commands"]}
    assert set(commands) == set(routes.COMMANDS)
    assert all(entry["should_escape"] for entry in commands.values())


def test_every_event_is_subscribed_to() -> None:
    subscribed = manifest()["settings"]["event_subscriptions"]["bot_events"]
    assert {event.partition(".")[0] for event in subscribed} == set(routes.EVENTS.values())


def test_every_shortcut_is_short_for_a_word() -> None:
    assert {command.word for command in routes.COMMANDS.values()} - {""} <= set(routes.WORDS)


def test_the_descriptions_are_of_a_length_that_slack_takes() -> None:
    about = manifest()["display_information"]
    assert 175 <= len(about["long_description"]) <= 4000
    assert len(about["description"]) <= 140
    assert len(about["name"]) <= 35


def test_for_socket_mode_it_holds_no_address() -> None:
    assert "url" not in str(manifest()).lower().replace("g2o", "")
    assert manifest()["settings"]["socket_mode_enabled"]


def test_for_http_mode_everything_goes_to_the_address() -> None:
    address = "https://g2o.example.org/slack/events"
    made = manifest(address)
    settings = made["settings"]
    assert {command["url"] for command in made["features"]["slash_commands"]} == {address}
    assert settings["interactivity"]["request_url"] == address
    assert settings["event_subscriptions"]["request_url"] == address
    assert not settings["socket_mode_enabled"]
