"""How a stand-in refuses and fails on order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.responses import HTMLResponse

DROP_BEFORE, DROP_AFTER, HANG = "drop-before", "drop-after", "hang"
PROXY_PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr>nginx</body></html>"


class Refused(Exception):
    """The API's own refusal: HTTP status and code, its description, Telegram's `parameters`."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class Fault:
    """What goes wrong with the next `times` calls of a method, those with this chat_id if `chat` is given."""

    method: str
    kind: int | str
    times: float
    chat: Any
    seconds: float
    description: str | None
    parameters: dict[str, Any]

    def __post_init__(self) -> None:
        assert isinstance(self.kind, int) or self.kind in (DROP_BEFORE, DROP_AFTER, HANG), self.kind

    def concerns(self, method: str, params: dict[str, Any]) -> bool:
        chosen = self.chat is None or params.get("chat_id") == self.chat
        return self.times > 0 and self.method.lower() == method.lower() and chosen


def proxy_page(code: int) -> HTMLResponse:
    """What a proxy before the API answers when the API does not."""
    return HTMLResponse(PROXY_PAGE.format(code), code)
