"""The facts of a document, each with the stretch of the raw file it was read from."""

from queqiao.documents.facts.io import default_lexicon, load_lexicon
from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.facts.reading import read_facts

__all__ = ["Lexicon", "default_lexicon", "load_lexicon", "read_facts"]
