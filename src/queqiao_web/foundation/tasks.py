"""Jobs of the foundation, each defined beside what it does."""

from queqiao_web.foundation.tables.tasks import empty_imports, write_table

__all__ = ["empty_imports", "write_table"]
