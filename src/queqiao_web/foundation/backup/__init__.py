"""One file that holds a whole platform, and the platform made from it again."""

from queqiao_web.foundation.backup.restore import Restored, restore_backup
from queqiao_web.foundation.backup.write import Written, write_backup

__all__ = ["Restored", "Written", "restore_backup", "write_backup"]
