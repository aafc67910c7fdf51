"""Many files read into facts: in several processes, going on where a run was broken off."""

from queqiao.recipes.reading.batch import Kept, Outcome, read_files
from queqiao.recipes.reading.io import Journal, list_files, open_journal

__all__ = ["Journal", "Kept", "Outcome", "list_files", "open_journal", "read_files"]
