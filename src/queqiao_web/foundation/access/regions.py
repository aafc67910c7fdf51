"""Regions by their six-digit GB/T 2260 codes; ``000000`` is the nation."""

NATION = "000000"


def region_prefix(code: str) -> str:
    """The digits that all codes inside the region begin with: ``22`` for ``220000``."""
    pairs = [code[:2], code[2:4], code[4:6]]
    while pairs and pairs[-1] == "00":
        pairs.pop()
    return "".join(pairs)


def covers(region: str, code: str) -> bool:
    """Whether ``code`` is the region itself or lies in it; nothing lies in an empty region."""
    return bool(region) and code.startswith(region_prefix(region))
