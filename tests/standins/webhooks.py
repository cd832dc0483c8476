"""Posting updates to a bot's webhook, as both messengers do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from tests.standins.server import Standin


@dataclass
class Hook:
    """Where updates are posted; `trouble` is what went wrong last, None after a success."""

    url: str
    secret: str | None = None
    updated_at: int = 0
    trouble: str | None = None


async def deliver(standin: Standin) -> None:
    """Post what is pending, one by one and in order, each until it is answered with 2xx; for ever."""
    async with httpx.AsyncClient(trust_env=False, verify=False, timeout=10) as client:
        while True:
            with standin.changed:
                hook, update = standin.hook, standin.pending[0] if standin.pending else None
            if hook is None or update is None or not standin.listening:
                await standin.news()
                continue
            headers = {standin.SECRET_HEADER: hook.secret} if hook.secret else {}
            try:
                answer = await client.post(hook.url, json=standin.hook_body(update), headers=headers)
            except httpx.HTTPError as error:
                hook.trouble = f"Connection failed: {type(error).__name__}"
            else:
                wrong = f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
                hook.trouble = None if answer.is_success else wrong
            with standin.changed:
                if hook.trouble is None and update in standin.pending:
                    standin.pending.remove(update)
            standin.stir()
            if hook.trouble:
                await standin.pause(standin.retry_hook_after)
