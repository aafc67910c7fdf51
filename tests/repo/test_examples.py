"""The programs in examples/ run as they stand and print what the pages say."""

import subprocess
import sys

import pytest

from tests.repo.tree import ROOT

EXAMPLES = ROOT / "examples"
PRINTED = {
    "match_two_tables.py": ("钢球精密研磨与在线测量装备: met, met, met", "把预算提高到 80 万元"),
    "check_one_offer.py": ("抗拉强度: short by 20 MPa", "密度: met", "耐盐雾: not_stated"),
    "keep_an_index.py": ("钢球精密研磨与在线测量装备", "removed: 1"),
    "sign_contracts.py": ("an adapter between a platform and a signing service",),
    "learn_from_judgements.py": ("23 judged demands", "read back: 23 queries"),
}


def test_every_example_is_run():
    assert {path.name for path in EXAMPLES.glob("*.py")} == set(PRINTED)


@pytest.mark.parametrize("name", PRINTED)
def test_example_prints_what_it_promises(name):
    ran = subprocess.run(
        [sys.executable, str(EXAMPLES / name)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert [text for text in PRINTED[name] if text not in ran.stdout] == []
