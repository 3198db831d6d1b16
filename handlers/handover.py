"""Handing a document over: making it on a worker, with progress, and the file by direct message."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import people, sent_files
from bot.documents import Document
from bot.rules.rights import Right
from bot.visit import Visit
from handlers import refusals, slack_files, taking_back
from handlers.blocks import documents as blocks
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office
from handlers.outcomes import UNANSWERED
from handlers.taking_back import There
from storage import sent_files as stored


@dataclass(frozen=True)
class Order:
    """What somebody asks for: how it is called, all that was asked for in words, and how it is made."""

    word: str
    wanted: str
    named: str
    make: Callable[[Session, Visit], Document]
    withhold_under: int = 0


def hand_over(office: Office, call: Call, order: Order) -> Message:
    """Has it made, and says so. Raises NotAllowed or Refusal."""
    with office.db.begin() as session:
        visit = call.visit(office, session)
        if order.word not in sent_files.WITH_A_RIGHT_OF_THEIR_OWN:
            people.require(session, visit, Right.MAKE_DOCUMENTS)
        new = sent_files.ask(session, visit, order.word, order.wanted)
        sent_id = new.id if new else None
    if sent_id is None:
        return blocks.made_already(order.named)
    office.begin(_Handover(office, call, order, sent_id).carry_out)
    return blocks.being_made(order.named)


class _Handover:
    """One document on its way to one person, who is told how far it has come, and how it ended."""

    def __init__(self, office: Office, call: Call, order: Order, sent_id: int) -> None:
        self._office = office
        self._call = call
        self._order = order
        self._sent_id = sent_id
        self._channel = self._ts = self._file_id = ""

    def carry_out(self) -> None:
        """Tells, makes, sends, in this order; whatever goes wrong, the person reads a sentence."""
        try:
            self._announce()
            document = self._make()
            self._say(blocks.sending(self._order.named))
            self._send(document)
        except Exception as error:  # noqa: BLE001 - nobody waits for this: it ends in words here or nowhere
            self._give_up(self._words(error))

    def _announce(self) -> None:
        slack = self._office.slack
        opened = slack.conversations_open(users=self._call.slack_id)
        self._channel = str(opened["channel"]["id"])
        posted = slack.chat_postMessage(channel=self._channel, text=blocks.making(self._order.named))
        self._ts = str(posted["ts"])
        self._note(channel=self._channel, ts=self._ts)

    def _make(self) -> Document:
        # A case file is noted in the journal of its case.
        with (
            self._office.db.begin()
            if self._order.word == sent_files.CASE
            else self._office.db.reading() as session
        ):
            return self._order.make(session, self._call.visit(self._office, session))

    def _send(self, document: Document) -> None:
        slack_files.share(
            self._office.slack,
            self._channel,
            file_name=document.file_name,
            title=document.title,
            content=document.content,
            announced=self._announced,
        )
        self._note(sent_at=self._office.clock())
        made = blocks.made(document.title, self._office.terms, self._call.at, self._order.withhold_under)
        try:
            self._say(made)
        except UNANSWERED as error:
            # The person has the file, so it stays theirs.
            refusals.logged(error)

    def _announced(self, file_id: str) -> None:
        self._file_id = file_id
        self._note(file_id=file_id)

    def _note(self, **values: object) -> None:
        with self._office.db.begin() as session:
            stored.note(session, self._sent_id, **values)

    def _words(self, error: Exception) -> str:
        if isinstance(error, UNANSWERED):
            refusals.logged(error)
            return blocks.UPLOAD_FAILED.format(named=self._order.named)
        return refusals.words(error)

    def _give_up(self, sentence: str) -> None:
        """Nothing is left half sent. What cannot be undone now is undone by the clock."""
        if not self._channel:
            self._call.answers.show(Message.plain(sentence))
        there = There(self._channel, self._ts, self._file_id)
        taking_back.give_up(self._office, self._sent_id, there, sentence)

    def _say(self, text: str) -> None:
        self._office.slack.chat_update(channel=self._channel, ts=self._ts, text=text)
