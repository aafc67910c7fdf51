"""What the demo region's people write reads as they would write it."""

import pytest

from queqiao_web.demo.texts import named_only


@pytest.mark.parametrize("kind", ["summary_hidden", "offer_hidden"])
def test_a_summary_without_keywords_has_no_hole(kind):
    named = named_only(kind, "锂电池冬天掉电", ("低温", "电解液"))
    bare = named_only(kind, "锂电池冬天掉电", ())

    assert "，涉及低温、电解液。" in named
    assert "涉及" not in bare
    assert bare == named.replace("，涉及低温、电解液", "")
