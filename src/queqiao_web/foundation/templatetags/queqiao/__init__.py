"""Tags and filters that every template has."""

from queqiao_web.foundation.templatetags.queqiao import files, forms, lists, records, words
from queqiao_web.foundation.templatetags.queqiao.library import register

__all__ = ["files", "forms", "lists", "records", "register", "words"]
