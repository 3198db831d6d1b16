"""Questions in plain words: read without guessing, so that the same words always mean the same."""

from handlers.questions.lexicon import Known
from handlers.questions.reading import Question, read, wish
from handlers.questions.suggestions import nearest
from handlers.questions.tones import Tone, is_alarm, tone_of

__all__ = ["Known", "Question", "Tone", "is_alarm", "nearest", "read", "tone_of", "wish"]
