"""What would turn an answer: the cheapest changes, the day from which waiting is enough."""

from queqiao.rules.changes.find import changes_for
from queqiao.rules.changes.steps import apply_changes

__all__ = ["apply_changes", "changes_for"]
