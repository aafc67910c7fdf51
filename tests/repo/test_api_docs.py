"""The descriptions of the API and the exchange format in docs/reference are those of the code."""

from tests.repo.tree import ROOT


def test_the_descriptions_are_fresh():
    """Mend it with ``queqiao-web write_openapi docs/reference``."""
    from queqiao_web.api.management.commands.write_openapi import written

    folder = ROOT / "docs" / "reference"
    stale = [
        name
        for name, text in written().items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
    ]

    assert stale == []
