"""Public codes of records: short, easy to read aloud, and not to be counted through."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U: nobody mistakes one for another
LENGTH = 8


class DrawnCode(str):
    """A code that chance gave and nobody has stored yet, so that another does as well."""

    __slots__ = ()


def new_code() -> DrawnCode:
    """A fresh code of eight signs: 656 thousand million of them, so a guess finds nothing."""
    return DrawnCode("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))
