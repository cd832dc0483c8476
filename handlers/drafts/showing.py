"""A draft as its readers see it: its title first, what changed since the version before, its words, until when and how to comment."""

from datetime import datetime

from handlers.drafts import versions
from handlers.kit import classes, until
from handlers.kit.message import NAME
from handlers.kit.wording import shortened
from models import draft
from models.draft import Draft
from models.terms import DocumentClass
from models.until import Until

TITLE_AT_MOST = 150
"""Characters of a title; what is longer is no title, and stands below it once more."""

# Wording


def shown(
    text: str, kind: DocumentClass, then: Until, before: Draft | None, now: datetime, sender: str | None
) -> str:
    """The title is what a locked screen shows; it is not said twice."""
    title, body = draft.title_of(text), draft.body_of(text)
    if len(title) > TITLE_AT_MOST:
        title, body = shortened(title, TITLE_AT_MOST), text
    if kind is DocumentClass.AT_MEETING:
        body = classes.HOW_SHOWN[kind]
    lines = [
        f"DỰ THẢO XIN GÓP Ý{f', BẢN {before.version + 1}' if before else ''}: {title}",
        f"Kính gửi đồng chí {NAME}.",
        *([versions.told(before, text, kind)] if before else []),
        *([body] if body else []),
        f"Nhận góp ý đến {until.said(then, now)}. Xin nhắn thẳng ý kiến vào đây, hoặc nhắn GÓP Ý và nội dung.",
        *([sender] if sender else []),
    ]
    return "\n".join(lines)
