"""Files that belong to records: checked by content, kept by code, given out by permission only."""

from queqiao_web.foundation.files.actions import remove_file, store_file
from queqiao_web.foundation.files.owners import FileRules, files_belong_to
from queqiao_web.foundation.files.queries import files_readable_by

__all__ = ["FileRules", "files_belong_to", "files_readable_by", "remove_file", "store_file"]
