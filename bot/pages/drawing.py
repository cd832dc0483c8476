"""Pages as HTML: one Jinja environment, every text escaped."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.pages.said import Bubble

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"


class Drawing:
    """Draws templates; moments stand in the product's timezone."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Drawing by the product's clock."""
        self._now = now
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["local"] = self._local
        self._bubble = self._templates.get_template("bubble.html").module

    def page(self, name: str, status: int = 200, **about: Any) -> HTMLResponse:
        """A whole page."""
        return HTMLResponse(self._templates.get_template(name).render(**about), status)

    def bubble(self, said: Bubble) -> str:
        """One message, as it is put into an open page."""
        draw = self._bubble.receipt if said.settles is not None else self._bubble.message  # type: ignore[attr-defined]
        return str(draw(said))

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._now().tzinfo)
