"""
A language model behind an OpenAI-compatible address, as a proposer of facts.

``QUEQIAO_MODEL_URL`` is the address up to ``/v1``, ``QUEQIAO_MODEL_NAME`` the model,
``QUEQIAO_MODEL_KEY`` its key. Without an address there is no model, and nothing leaves the machine.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from queqiao.errors import WrongUsage
from queqiao.messages import Message

if TYPE_CHECKING:
    from queqiao.documents import Document
    from queqiao.documents.proposals import Proposal

_TIMEOUT = 120.0
_MOST_CHARACTERS = 20_000
_MOST_ANSWER = 4_000_000


class ChatModel:
    """Asks the model about one document after the other, and counts where it gave no answer."""

    def __init__(self, url: str, name: str, key: str) -> None:
        self._url, self.name, self._key = url.rstrip("/"), name, key
        self.failures = 0
        self.reason = ""

    def __call__(self, document: Document) -> Sequence[Proposal]:
        """What the model proposes; nothing where it does not answer."""
        from queqiao.documents.proposals import INSTRUCTION, parse_proposals

        text = "\n".join([document.title, *(one.text for one in document.paragraphs)])
        messages = [
            {"role": "system", "content": INSTRUCTION},
            {"role": "user", "content": text[:_MOST_CHARACTERS]},
        ]
        try:
            answer = self._ask({"model": self.name, "messages": messages, "temperature": 0})
            return parse_proposals(str(answer["choices"][0]["message"]["content"]))
        except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
            self.failures += 1
            self.reason = str(error)[:120] or type(error).__name__
            return ()

    def _ask(self, body: Mapping[str, object]) -> Any:  # noqa: ANN401 -- whatever came as JSON
        request = urllib.request.Request(  # noqa: S310 -- model_of lets http and https through only
            f"{self._url}/chat/completions",
            data=json.dumps(body, ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self._key}"},
        )
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:  # noqa: S310 -- as above
            return json.loads(response.read(_MOST_ANSWER))


def model_of(environment: Mapping[str, str]) -> ChatModel | None:
    """
    The model that the environment names, if any.

    Raises:
        WrongUsage: its address is none of the web.
    """
    url = environment.get("QUEQIAO_MODEL_URL", "").strip()
    if not url:
        return None
    if not url.startswith(("http://", "https://")):
        raise WrongUsage(Message("cli.read.bad_model", {"value": url}))
    name = environment.get("QUEQIAO_MODEL_NAME", "default")
    return ChatModel(url, name, environment.get("QUEQIAO_MODEL_KEY", ""))
