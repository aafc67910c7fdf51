"""Files that belong to records: checked by content, kept by code, given out by permission only."""

from queqiao_web.foundation.files.actions import remove_file, store_file
from queqiao_web.foundation.files.owners import FileRules, files_belong_to
from queqiao_web.foundation.files.papers import Paper, Papers
from queqiao_web.foundation.files.queries import files_at, files_readable_by

__all__ = [
    "FileRules",
    "Paper",
    "Papers",
    "files_at",
    "files_belong_to",
    "files_readable_by",
    "remove_file",
    "store_file",
]
