"""Where configurations are: a path, or the name of one that ships."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from queqiao.datasets.encodings import UndecodableError, decode
from queqiao.errors import BadInput, Missing, Problem
from queqiao.indicators.io.configuration import parse_configuration
from queqiao.indicators.model import Configuration
from queqiao.messages import Message

_FOLDER = resources.files("queqiao.indicators").joinpath("configurations")
_LARGEST = 5 * 1024**2


def ready_configurations() -> tuple[str, ...]:
    """The names of the configurations that ship."""
    names = (entry.name for entry in _FOLDER.iterdir() if entry.name.endswith(".yaml"))
    return tuple(sorted(name.removesuffix(".yaml") for name in names))


def load_configuration(where: Path | str) -> Configuration:
    """
    The index of a YAML file, or the shipped one of that name.

    Raises:
        Missing: there is neither such a file nor such a name.
        BadInput: the file is no index; every problem with its line.
    """
    if str(where) in ready_configurations():
        text = _FOLDER.joinpath(f"{where}.yaml").read_text(encoding="utf-8")
        return parse_configuration(text, source=f"{where}.yaml")
    path = Path(where)
    if not path.is_file():
        params = {"path": str(where), "ready": ", ".join(ready_configurations())}
        raise Missing(Message("indicators.schema.no_file", params))
    if path.stat().st_size > _LARGEST:
        raise BadInput([Problem(Message("indicators.schema.too_large"), path.name)])
    try:
        text = decode(path.read_bytes())
    except UndecodableError:
        raise BadInput([Problem(Message("indicators.schema.not_text"), path.name)]) from None
    return parse_configuration(text, source=path.name)
