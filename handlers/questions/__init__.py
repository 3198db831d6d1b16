"""Questions in plain words: read without guessing, so that the same words always mean the same."""

from handlers.questions.lexicon import Known
from handlers.questions.reading import Question, read
from handlers.questions.suggestions import nearest

__all__ = ["Known", "Question", "nearest", "read"]
