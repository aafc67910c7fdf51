"""What keeps a backup from being made or restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queqiao_web.foundation.errors import PlatformError

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text


class BackupError(PlatformError):
    """It cannot be done; ``text`` says why and what to do."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(code=f"backup.{code}", text=text)
