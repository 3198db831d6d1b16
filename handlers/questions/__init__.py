"""Questions in plain words: read without guessing, so that the same words always mean the same."""

from handlers.questions.lexicon import Known
from handlers.questions.reading import Question, gist_of, read

__all__ = ["Known", "Question", "gist_of", "read"]
