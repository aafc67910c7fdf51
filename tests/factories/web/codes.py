"""Credit codes that are well formed and belong to nobody."""

from itertools import count

from queqiao.core.codes import uscc_check_character

_numbers = count(1)


def make_uscc(region="220100"):
    """A unified social credit code with its check character."""
    body = f"91{region}MA{next(_numbers):07d}"
    return body + uscc_check_character(body)
