"""Web pages: which part of the tree is the article."""

from queqiao.documents.pages.selection import Choice, choose_body

__all__ = ["Choice", "choose_body"]
