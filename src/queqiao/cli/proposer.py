"""
A language model over the network, asked only where the operator names one.

``QUEQIAO_MODEL_URL`` is the root of an OpenAI-compatible service (``http://127.0.0.1:8000/v1``),
``QUEQIAO_MODEL_NAME`` the model (``default`` where it is not set), ``QUEQIAO_MODEL_KEY`` the key
where the service wants one. Nothing is sent anywhere while the first is not set.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from queqiao.documents.model import Document
from queqiao.documents.proposals import INSTRUCTION, Proposal, parse_proposals
from queqiao.errors import QueqiaoError, WrongUsage
from queqiao.messages import Message

_LONGEST = 3_000
_MOST_BYTES = 4 * 1024**2
_SECONDS = 120.0


class ModelFailed(QueqiaoError):
    """The model could not be asked, or its service did not answer as one; ``reason`` tells how."""

    def __init__(self, where: str, reason: str) -> None:
        self.reason = f"{where}: {reason}"
        super().__init__(Message("cli.model.failed", {"where": where, "reason": reason}))


@dataclass(frozen=True, slots=True)
class HttpProposer:
    """Asks the chat endpoint of one service, a few paragraphs at a time."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = _SECONDS

    def __call__(self, document: Document) -> Sequence[Proposal]:
        """
        What the model proposes for a document.

        Raises:
            ModelFailed: the service cannot be reached or does not answer as it should.
        """
        return tuple(
            proposal for text in _parts(document) for proposal in parse_proposals(self._ask(text))
        )

    def _ask(self, text: str) -> str:
        body = {
            "model": self.model,
            "temperature": 0,
            "messages": [
                {"role": "system", "content": INSTRUCTION},
                {"role": "user", "content": text},
            ],
        }
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = Request(  # noqa: S310 -- proposer_from lets only http and https pass
            f"{self.url.rstrip('/')}/chat/completions", json.dumps(body).encode(), headers
        )
        try:
            with build_opener(_NoRedirect).open(request, timeout=self.seconds) as answer:
                data = answer.read(_MOST_BYTES)
        except HTTPError as error:
            error.close()  # it holds the connection
            raise self._failed(f"HTTP {error.code}") from None
        except (OSError, HTTPException) as error:
            raise self._failed(str(error) or type(error).__name__) from None
        return self._content(data)

    def _content(self, data: bytes) -> str:
        try:
            content = json.loads(data)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError):
            content = None
        if not isinstance(content, str):
            raise self._failed("choices[0].message.content")
        return content

    def _failed(self, reason: str) -> ModelFailed:
        return ModelFailed(urlsplit(self.url).netloc, reason)


class PatientProposer:
    """Asks a service about one document after the other, and counts where it gave no answer."""

    def __init__(self, service: HttpProposer) -> None:
        self._service = service
        self.name = service.model
        self.failures = 0
        self.reason = ""

    def __call__(self, document: Document) -> Sequence[Proposal]:
        """What the model proposes; nothing where it does not answer."""
        try:
            return self._service(document)
        except ModelFailed as error:
            self.failures += 1
            self.reason = error.reason
            return ()


class _NoRedirect(HTTPRedirectHandler):
    """The article goes to the service that the operator named, and nowhere else."""

    def redirect_request(self, *_: object) -> None:
        return None


def _parts(document: Document) -> Iterator[str]:
    """The paragraphs, as many together as fit into one question."""
    part: list[str] = []
    size = 0
    for paragraph in document.paragraphs:
        if part and size + len(paragraph.text) > _LONGEST:
            yield "\n".join(part)
            part, size = [], 0
        part.append(paragraph.text)
        size += len(paragraph.text)
    if part:
        yield "\n".join(part)


def proposer_from(environment: Mapping[str, str]) -> PatientProposer | None:
    """
    The model that an environment names, ``None`` where it names none.

    Raises:
        WrongUsage: the address is none of http or https.
    """
    url = environment.get("QUEQIAO_MODEL_URL", "").strip()
    if not url:
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise WrongUsage(Message("cli.model.no_address", {"url": url}))
    model = environment.get("QUEQIAO_MODEL_NAME", "").strip() or "default"
    return PatientProposer(HttpProposer(url, model, environment.get("QUEQIAO_MODEL_KEY", "")))
