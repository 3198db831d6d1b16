"""What is typed in a form that is to be drawn again: nothing that identifies somebody comes back."""

from collections.abc import Mapping
from typing import Any

from bot import free_text
from handlers.office import Office

# Is for a case-system number, which nobody but the person sees.
NUMBER = "number"


def refuse_personal_details(office: Office, view: Mapping[str, Any]) -> None:
    """Raises PersonalDetails where a text in the form, as Slack sent it, seems to identify somebody."""
    texts = [
        element["value"]
        for block_id, elements in view["state"]["values"].items()
        for element in elements.values()
        if block_id != NUMBER and element["type"] == "plain_text_input" and element.get("value")
    ]
    for text in texts:
        free_text.refuse_personal_details(text)
    numbers = free_text.perhaps_numbers(texts)
    if numbers:
        with office.db.reading() as session:
            free_text.refuse_case_numbers(session, numbers)
