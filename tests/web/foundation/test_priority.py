"""The worker steps back with its whole session, so that pages come first."""

import subprocess
import sys
from pathlib import Path

import pytest

LOOK = """
import os
from pathlib import Path
from queqiao_web.foundation.serving.priority import step_back
group = Path("/proc/self/autogroup")
before = group.read_text().strip()
step_back()
print(os.nice(0), before, group.read_text().strip(), sep="\\n")
"""


@pytest.mark.skipif(
    not Path("/proc/self/autogroup").exists(), reason="this system shares in another way"
)
@pytest.mark.parametrize("own_session", [True, False])
def test_a_session_of_its_own_steps_back_as_a_whole(own_session):
    told = subprocess.run(
        ["nice", "-n", "0", sys.executable, "-c", LOOK],
        capture_output=True,
        text=True,
        check=True,
        start_new_session=own_session,
    ).stdout.split("\n")

    niceness, before, after = told[:3]
    assert int(niceness) >= 10
    if own_session and after:  # a session gets a group where the kernel was told to make them
        assert after.split()[-1] == "10"
    else:  # the lines are empty for what started outside every group, as in some containers
        assert after == before
