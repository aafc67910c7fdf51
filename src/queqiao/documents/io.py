"""Documents from files: the door for whatever people have saved."""

from __future__ import annotations

from pathlib import Path

from queqiao.documents.assembly import assemble
from queqiao.documents.model import Document
from queqiao.errors import BadInput, Missing, Problem
from queqiao.messages import Message

MOST_BYTES = 200 * 1024**2
"""A larger file is refused before it is read."""


def load_document(path: Path) -> Document:
    """
    The article of a file of any kind that ``parse_document`` knows.

    Raises:
        Missing: there is no such file.
        BadInput: it cannot be read, or holds no article; the problem says why.
    """
    name = str(path)
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise BadInput([Problem(Message("documents.file.is_folder"), name)])
        if size > MOST_BYTES:
            params = {"size": size // 1024**2, "limit": MOST_BYTES // 1024**2}
            raise BadInput([Problem(Message("documents.file.too_large", params), name)])
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise Missing(Message("documents.file.missing", {"path": name})) from None
    except PermissionError:
        raise BadInput([Problem(Message("datasets.file.forbidden"), name)]) from None
    except OSError as error:
        reason = error.strerror or str(error)
        message = Message("datasets.file.failed", {"reason": reason})
        raise BadInput([Problem(message, name)]) from None
    return parse_document(data, path=name)


def parse_document(data: bytes, *, path: str) -> Document:
    """
    The article in the bytes of a file; ``path`` is kept and named in problems.

    Reads HTML, front matter with HTML or Markdown, the text of a page saved with its surroundings,
    Markdown, plain text (each in any encoding that Chinese texts come in), Word and PDF; the kind
    is told by the content.

    Raises:
        BadInput: the bytes hold no article that can be read; the problem says why.
    """
    found = assemble(data, path=path)
    if isinstance(found, Problem):
        raise BadInput([found])
    return found
