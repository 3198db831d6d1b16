"""files.*: an address, the bytes, the sharing."""

import urllib.error
import urllib.request

import pytest
from slack_sdk import WebClient

from bot.sandbox import client, drawing
from tests.sandbox.drawn import printed
from tests.sandbox.example import ALICE, ATTIC, BOB, CONFIG, ELSEWHERE, KITCHEN
from tests.sandbox.refusals import error

CHART = b"not really a picture"


@pytest.fixture
def file_id(web: WebClient) -> str:
    """A file shared in the kitchen."""
    done = web.files_upload_v2(
        channel=KITCHEN, filename="chart.png", content=CHART, title="A chart", alt_txt="All good",
        initial_comment="This week",
    )  # fmt: skip
    return str(done["file"]["id"])


def fetched(url: str, token: str) -> bytes:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - 127.0.0.1
    with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310 - (the same)
        content: bytes = response.read()
    return content


def test_an_upload_is_a_message_with_the_file(file_id: str, slack: client.Workspace) -> None:
    message = slack.messages(BOB)[-1]
    assert message["text"] == "This week"
    assert [each["id"] for each in message["files"]] == [file_id]
    assert message["files"][0]["title"] == "A chart"


def test_the_bytes_and_the_description_are_kept(file_id: str, slack: client.Workspace) -> None:
    file = slack.file(file_id)
    assert (file["content"], file["name"], file["alt_text"]) == (CHART, "chart.png", "All good")
    assert file["channels"] == [KITCHEN]


def test_a_file_is_told_about(file_id: str, web: WebClient) -> None:
    told = web.files_info(file=file_id)["file"]
    assert (told["mimetype"], told["filetype"], told["size"]) == ("image/png", "png", len(CHART))


def test_a_file_is_downloaded_with_the_token_only(file_id: str, web: WebClient) -> None:
    url = web.files_info(file=file_id)["file"]["url_private"]
    assert fetched(url, CONFIG.app.bot_token) == CHART
    with pytest.raises(urllib.error.HTTPError) as refused:
        fetched(url, "xoxb-other")
    refused.value.close()
    assert refused.value.code == 403


def test_a_deleted_file_is_gone_from_its_message(
    file_id: str, web: WebClient, slack: client.Workspace
) -> None:
    web.files_delete(file=file_id)
    assert "files" not in slack.messages(ALICE)[-1]
    assert error(web.files_info, file=file_id) == "file_not_found"
    with pytest.raises(client.NotOnScreen):
        slack.file(file_id)


@pytest.mark.parametrize(
    ("channel", "expected"),
    [(BOB, "channel_not_found"), (ELSEWHERE, "not_in_channel"), (ATTIC, "is_archived")],
)
def test_a_file_is_shared_where_the_app_is(web: WebClient, channel: str, expected: str) -> None:
    assert error(web.files_upload_v2, channel=channel, filename="a.txt", content="tea") == expected


def test_a_file_without_its_bytes_cannot_be_shared(web: WebClient) -> None:
    announced = web.files_getUploadURLExternal(filename="a.txt", length=3)["file_id"]
    assert error(web.files_completeUploadExternal, files=[{"id": announced}]) == "file_not_found"


def test_bytes_that_were_not_announced_are_refused(web: WebClient) -> None:
    url = web.files_getUploadURLExternal(filename="a.txt", length=3)["upload_url"]
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(url, b"coffee", timeout=10)  # noqa: S310 - 127.0.0.1
    refused.value.close()
    assert refused.value.code == 400


def picture(file: str) -> list[dict[str, object]]:
    title = {"type": "plain_text", "text": "Grades"}
    return [{"type": "image", "alt_text": "Good rose to 6.", "title": title, "slack_file": {"id": file}}]


def test_a_picture_in_a_message_is_drawn_as_its_title_and_description(
    file_id: str, web: WebClient, slack: client.Workspace
) -> None:
    web.chat_postMessage(channel=KITCHEN, text="Chart", blocks=picture(file_id))
    drawn = printed(drawing.message(slack.messages(BOB)[-1], drawing.Reader()).picture)
    assert drawn.splitlines()[1:] == ["  Grades", "  ▧ Image: Good rose to 6."]


def test_a_picture_in_a_message_may_be_a_file_shared_nowhere_else(web: WebClient) -> None:
    alone = web.files_upload_v2(filename="chart.png", content=CHART)["file"]["id"]
    assert web.chat_postMessage(channel=KITCHEN, text="Chart", blocks=picture(alone))["ok"]


def test_a_picture_whose_upload_was_not_completed_is_refused(web: WebClient) -> None:
    announced = web.files_getUploadURLExternal(filename="chart.png", length=3)["file_id"]
    refused = error(web.chat_postMessage, channel=KITCHEN, text="Chart", blocks=picture(announced))
    assert refused == "invalid_blocks"


def test_a_picture_in_a_message_must_be_there(file_id: str, web: WebClient) -> None:
    assert web.chat_postMessage(channel=KITCHEN, text="Chart", blocks=picture(file_id))["ok"]
    assert (
        error(web.chat_postMessage, channel=KITCHEN, text="-", blocks=picture("F0NONE")) == "invalid_blocks"
    )


def test_a_file_that_a_person_drops_reaches_the_app_and_is_theirs_alone_to_delete(
    slack: client.Workspace, web: WebClient
) -> None:
    slack.drop(ALICE, "list.csv", b"a,b", "Here it is")
    told = slack.screen(ALICE)["channels"]
    (message,) = (one for each in told for one in each["messages"] if one.get("subtype") == "file_share")
    file = message["files"][0]
    assert (message["text"], file["user"], file["size"]) == ("Here it is", ALICE, 3)
    assert fetched(file["url_private_download"], CONFIG.app.bot_token) == b"a,b"
    assert error(web.files_delete, file=file["id"]) == "cant_delete_file"
