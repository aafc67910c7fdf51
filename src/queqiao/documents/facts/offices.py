"""Where organizations are named in a passage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.facts.passages import Passage, Word

_LONGEST = 30
_PUNCTUATION = re.compile(r"[\s，。；：！？、“”‘’《》〈〉【】\[\]—…/|~\-]")
_BRACKETED = re.compile(r"（[\u4e00-\u9fffA-Za-z]{2,8}）")
# Kinds of words that do not begin a name.
_WEAK_KINDS = frozenset(
    {"d", "p", "c", "u", "uj", "ul", "ud", "ug", "uv", "uz", "r", "f", "t", "y", "q"}
)
_VERBS = frozenset({"v", "vd", "vi", "ad"})
_LEVEL = re.compile(
    r"(?:自治区|省|市|州|盟|县|旗|区|镇|乡|街道|村)(?:委|政府|人民政府|人大常委会|人大|政协|纪委监委|纪委|监委|党委)"
)
_LEVELS = "省市州盟县旗区镇乡村"


@dataclass(frozen=True, slots=True)
class Office:
    """A named organization at a place of a passage; ``sure`` where the lexicon knows it."""

    start: int
    end: int
    name: str
    sure: bool


def find_offices(passage: Passage, *, lexicon: Lexicon) -> tuple[Office, ...]:
    """The organizations named in a passage in reading order, none inside another."""
    found = sorted(
        {*_known(passage, lexicon), *_ended(passage, lexicon), *_level_bodies(passage)},
        key=lambda one: (one.start, -one.end),
    )
    return tuple(_joined(found, passage.text))


def _known(passage: Passage, lexicon: Lexicon) -> Iterator[Office]:
    for start in sorted(passage.starts):
        name = lexicon.known.starting(passage.text, start)
        if name and start + len(name) in passage.ends:
            yield Office(start, start + len(name), name, sure=True)


def _level_bodies(passage: Passage) -> Iterator[Office]:
    """``省政府``, ``市委``: bodies named by their level alone."""
    for match in _LEVEL.finditer(passage.text):
        start, end = match.span()
        if start in passage.starts or (start and passage.text[start - 1] in "在与和、，。及"):
            yield Office(start, end, match[0], sure=False)


def _ended(passage: Passage, lexicon: Lexicon) -> Iterator[Office]:
    words = passage.words
    for position, word in enumerate(words):
        ending = lexicon.endings.ending(passage.text, word.end)
        if not ending:
            continue
        start = _name_start(passage, position, word.end - len(ending), lexicon)
        if word.end - start > len(ending) or ending not in lexicon.weak_endings:
            yield Office(start, word.end, passage.text[start : word.end], sure=False)


def _name_start(passage: Passage, position: int, ending_start: int, lexicon: Lexicon) -> int:
    """Where the name that ends with the word at ``position`` begins."""
    words, text = passage.words, passage.text
    first = position
    while words[first].start > ending_start:
        first -= 1
    taken: list[Word] = []
    for index in range(first - 1, -1, -1):
        word = words[index]
        if ending_start - word.start > _LONGEST or _stops(word, text, lexicon):
            break
        taken.append(word)
    while taken and _opens_no_name(taken[-1], alone=len(taken) == 1):
        taken.pop()
    start = taken[-1].start if taken else min(words[first].start, ending_start)
    return min(start, ending_start)


def _stops(word: Word, text: str, lexicon: Lexicon) -> bool:
    if _PUNCTUATION.match(word.text) or word.text in "（）":
        return not (word.text in "（）" and _bracket(text, word.start))
    if word.text in lexicon.boundaries or word.text in lexicon.heads.words:
        return True
    return word.kind == "nr" and len(word.text) > 2 and word.text[0] in lexicon.surnames


def _bracket(text: str, offset: int) -> bool:
    """Whether the bracket at ``offset`` holds a place inside a name: 某某（北京）有限公司."""
    start = text.rfind("（", 0, offset + 1)
    return start >= 0 and _BRACKETED.match(text, start) is not None


def _opens_no_name(word: Word, *, alone: bool) -> bool:
    if word.text.startswith("第") or word.text.isascii():
        return not word.text.isalnum()
    return word.kind in _WEAK_KINDS or (word.kind in _VERBS and not alone) or word.text in "）（"


def _joined(found: list[Office], text: str) -> Iterator[Office]:
    """Longest first where two overlap; a body and its part that follow directly are one."""
    current: Office | None = None
    for one in found:
        if current is None:
            current = one
        elif one.start < current.end:
            if one.end > current.end:
                current = Office(
                    current.start, one.end, text[current.start : one.end], current.sure
                )
        elif one.start == current.end and text[one.start] not in "与和及":
            current = Office(current.start, one.end, text[current.start : one.end], current.sure)
        else:
            yield current
            current = one
    if current is not None:
        yield current
