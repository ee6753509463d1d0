"""A language model behind an OpenAI-compatible address: the only file that talks to one.

Only the address that the user gave is asked. Proxies of the environment are not used and redirects
are not followed, so that what people said goes nowhere else. Nothing of a question or an answer is
logged, printed or put into an error.
"""

from __future__ import annotations

import ipaddress
import json
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _

_SECONDS = 120.0  # a small model on a laptop needs half a minute for three sentences
_MOST = 1_000_000  # bytes of an answer; more is no answer to this
_TOKENS = 600  # of the answer


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Redirects are refused: the address given is the only one that is asked."""

    def redirect_request(self, *_given: Any, **_named: Any) -> None:
        """None: do not follow."""


@dataclass(frozen=True)
class Endpoint:
    """An address that answers ``/v1/chat/completions``.

    Attributes: base: without a slash at its end.  name: of the model asked.
    """

    base: str
    name: str

    @property
    def where(self) -> str:
        """The host, for the record: nothing of what stands behind it in the address."""
        return urlsplit(self.base).netloc.rpartition("@")[2]

    def write(self, prompt: str) -> str | None:
        """What the model answers; None when it does not, whatever the reason."""
        asked = {
            "model": self.name,
            "messages": [{"role": "user", "content": prompt}],
            "temperature": 0,
            "seed": 42,
            "max_tokens": _TOKENS,
            "stream": False,
        }
        reply = _ask(f"{self.base}/chat/completions", asked)
        try:
            text = reply["choices"][0]["message"]["content"]
        except (KeyError, IndexError, TypeError):
            return None
        return text if isinstance(text, str) else None


def endpoint(url: str, model: str = "") -> Endpoint:
    """The endpoint at an address that the user gave.

    Args: model: its name there; "" takes the first that it lists.
    Raises: DataProblem when the address is none.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise DataProblem(
            where="--llm-url",
            found=_("'{url}' is no address of a language model").format(url=url),
            expected="http://127.0.0.1:8080/v1",
            mend=_("give the address at which the model listens, as its own manual names it"),
        )
    base = url.rstrip("/")
    base = base if base.endswith("/v1") else f"{base}/v1"
    return Endpoint(base, model or _first_model(base))


def is_here(address: Endpoint) -> bool:
    """Whether the address is this computer itself."""
    host = urlsplit(address.base).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _first_model(base: str) -> str:
    reply = _ask(f"{base}/models", None)
    try:
        name = reply["data"][0]["id"]
    except (KeyError, IndexError, TypeError):
        return "unknown"
    return name if isinstance(name, str) and name.isprintable() and len(name) < 200 else "unknown"


def _ask(url: str, body: dict[str, Any] | None) -> Any:
    """The JSON at an address; None when there is none, for any reason."""
    data = None if body is None else json.dumps(body).encode("utf-8")
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked in endpoint()
        url, data=data, headers={"Content-Type": "application/json"}
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects())
    try:
        with opener.open(request, timeout=_SECONDS) as answer:
            return json.loads(answer.read(_MOST).decode("utf-8"))
    except (OSError, ValueError, HTTPException, RecursionError):
        return None
