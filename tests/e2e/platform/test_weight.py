"""The first page is light, and comes from nowhere else."""

import gzip

import pytest

pytestmark = pytest.mark.browser
MOST_BYTES = 150_000


def test_first_page_is_under_150_kb_gzipped_and_loads_nothing_from_outside(live, region, enter):
    page = enter().new_page()
    sizes = {}
    page.on("response", lambda answer: sizes.update({answer.url: answer}))

    page.goto("/", wait_until="networkidle")

    weight = sum(len(gzip.compress(answer.body())) for answer in sizes.values())
    assert [url for url in sizes if not url.startswith(live.url)] == []
    assert len(sizes) >= 8
    assert weight < MOST_BYTES, weight
