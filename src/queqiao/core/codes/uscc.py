"""
Unified social credit codes (GB 32100-2015): 18 characters that name an organization.

Character 1 is the registering department, 2 the kind of organization, 3-8 the GB/T 2260 region of
the registry, 9-17 the subject (in most codes the old organization code of GB 11714 with its own
check character), 18 the check character over the first 17.
"""

from __future__ import annotations

USCC_LENGTH = 18
USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

_VALUES = {character: value for value, character in enumerate(USCC_CHARACTERS)}
_MODULUS = len(USCC_CHARACTERS)
_WEIGHTS = tuple(pow(3, place, _MODULUS) for place in range(USCC_LENGTH - 1))

# Department and kind, the pairs in use.
_KINDS = {
    "1": "1239",  # 机构编制
    "2": "19",  # 外交
    "3": "123459",  # 司法行政
    "4": "19",  # 文化
    "5": "1239",  # 民政
    "6": "129",  # 旅游
    "7": "129",  # 宗教
    "8": "19",  # 工会
    "9": "123",  # 市场监管：企业、个体工商户、农民专业合作社
    "A": "19",  # 中央军委改革和编制办公室
    "N": "1239",  # 农业
    "Y": "1",  # 其他
}

_SUBJECT = slice(8, 17)
_SUBJECT_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SUBJECT_MODULUS = 11


def has_uscc_characters(code: str) -> bool:
    """Whether every character is one of the standard's 31: digits and capitals but I O S V Z."""
    return bool(code) and all(character in _VALUES for character in code)


def has_uscc_kind(code: str) -> bool:
    """Whether the first two characters name a registering department and kind in use."""
    return len(code) > 1 and code[1] in _KINDS.get(code[0], "")


def uscc_check_character(code: str) -> str | None:
    """The character that closes a code with these first 17; ``None`` where they are no code."""
    body = code[: USCC_LENGTH - 1]
    if len(body) < USCC_LENGTH - 1 or not has_uscc_characters(body):
        return None
    total = sum(
        _VALUES[character] * weight for character, weight in zip(body, _WEIGHTS, strict=True)
    )
    return USCC_CHARACTERS[-total % _MODULUS]


def has_uscc_check(code: str) -> bool:
    """Whether the code has 18 characters and the last is the check character of the others."""
    return len(code) == USCC_LENGTH and uscc_check_character(code) == code[-1]


def has_uscc_subject_check(code: str) -> bool:
    """
    Whether characters 9-17 are an organization code with its own check character (GB 11714).

    A mark for the reader, not a fault: subjects named since 2015 need not carry one.
    """
    subject = code[_SUBJECT]
    if len(code) != USCC_LENGTH or not has_uscc_characters(code):
        return False
    total = sum(
        int(character, 36) * weight
        for character, weight in zip(subject[:-1], _SUBJECT_WEIGHTS, strict=True)
    )
    check = -total % _SUBJECT_MODULUS
    return subject[-1] == ("X" if check == _SUBJECT_MODULUS - 1 else str(check))


def is_uscc(code: str) -> bool:
    """Whether ``code`` is well formed: characters, length, kind and check character."""
    return has_uscc_characters(code) and has_uscc_kind(code) and has_uscc_check(code)
