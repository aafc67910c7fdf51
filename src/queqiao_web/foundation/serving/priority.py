"""Who goes first where a page and a job both want the processor."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

NICENESS: Final = 10
_GROUP: Final = Path("/proc/self/autogroup")


def step_back() -> None:
    """
    Have this process, and what it starts, work behind whoever waits for a page.

    Linux shares the processor among sessions first and among the processes of each then (see
    ``autogroup`` in sched(7)), so that a worker with a session of its own must step back with it.
    """
    if not hasattr(os, "nice"):
        return
    os.nice(NICENESS)
    if os.getsid(0) != os.getpid():  # the session is somebody else's too
        return
    for _try in range(5):
        try:
            _GROUP.write_text(str(NICENESS), encoding="ascii")
        except BlockingIOError:  # whoever is not root may do so ten times a second, all together
            time.sleep(0.15)
        except OSError:  # another system, or one that shares in another way
            return
        else:
            return
