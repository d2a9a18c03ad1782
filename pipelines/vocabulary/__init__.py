"""Reference data as typed tables: the knowledge that a curator edits."""

from pipelines.vocabulary.load import Vocabulary, alternation, load_vocabulary
from pipelines.vocabulary.tables import VocabularyError

__all__ = ["Vocabulary", "VocabularyError", "alternation", "load_vocabulary"]
