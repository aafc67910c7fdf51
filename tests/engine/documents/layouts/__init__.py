"""
Pages composed for tests and for development: our own texts in the layouts that the web has.

``all_pages()`` gives every layout once. A layout is a function of a ``Kit`` that returns markup;
its article is what it asked the kit for, so that the gold text needs no labeling.
"""

from tests.engine.documents.layouts.kit import Kit, Made, all_pages

__all__ = ["Kit", "Made", "all_pages"]
