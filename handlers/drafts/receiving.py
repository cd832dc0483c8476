"""A draft that comes as a file: sent after /duthao, or with /duthao as its caption. Its words become the draft; the file is not kept."""

from pathlib import PurePath

from handlers.drafts import putting_out
from handlers.kit.handed_in import unfit
from handlers.kit.message import Message, Reply
from handlers.kit.router import router
from handlers.kit.turn import Turn
from handlers.kit.wording import capital, leaders_only
from handlers.kit.words import Command, slashed, understand
from models import form as forms
from models.folding import fold, tidy
from models.form import OpenForm

ORDER = 20
"""Before rosters and documents: what /duthao asked for is its own."""
KINDS = (".docx", ".pdf", ".txt")
LONGEST = 20_000
"""Characters of a draft: some eight pages, five messages on Telegram and ten on Zalo."""
LETTERHEAD = 12
"""Lines among which a title is looked for below the names of the organisations."""


@router.file(ORDER)
def take(turn: Turn) -> Reply:
    """Takes the file of a draft; None for any other, and where the messenger hands on none (documents say how then)."""
    title, asking = _captioned(turn), _asking(turn)
    if (title is None and asking is None) or turn.said.file is None:
        return None
    if not turn.speaks_as_leader():
        return leaders_only()
    if wrong := unfit(turn):
        return wrong
    ready = turn.said.prepared
    if PurePath(turn.said.file.name).suffix.lower() not in KINDS:
        return Message(OTHER_KIND)
    if ready is None or ready.fault or not ready.text:
        return Message(UNREAD)
    text = _titled(title, tidy(ready.text))
    if len(text) > LONGEST:
        return too_long(len(text))
    return putting_out.start(turn, text, asking.answers if asking else {})


def _captioned(turn: Turn) -> str | None:
    """What stands behind /duthao in a caption; None where it is no such caption."""
    words = [router.commands[putting_out.NAME].word]
    meant = understand(turn.said.text, words, asked=True) if slashed(turn.said.text) else None
    return meant.rest if isinstance(meant, Command) else None


def _asking(turn: Turn) -> OpenForm | None:
    form = forms.open_at(turn.session, turn.address)
    return form if form is not None and form.name == putting_out.NAME else None


def _titled(title: str | None, text: str) -> str:
    """The text under its title: the caption's, else the line that says what paper it is, below the letterhead."""
    title = title or _below_the_letterhead(text)
    return f"{title}\n{text}" if title else text


def _below_the_letterhead(text: str) -> str:
    lines = [line for line in text.split("\n") if line][:LETTERHEAD]
    at = next((n for n, line in enumerate(lines) if fold(line).startswith(PAPERS)), 0)
    if not at:
        return ""
    said = [lines[at]]
    while fold(" ".join(said)) in PAPERS and len(lines) > at + len(said):
        said.append(lines[at + len(said)])
    return capital(
        " ".join(line.lower() if line.isupper() else f"{line[:1].lower()}{line[1:]}" for line in said)
    )


# Wording

PAPERS = (
    *(
        "du thao",
        "nghi quyet",
        "du thao nghi quyet",
        "ke hoach",
        "du thao ke hoach",
        "bao cao",
        "du thao bao cao",
    ),
    *("chuong trinh", "du thao chuong trinh", "quy che", "du thao quy che", "ket luan", "du thao ket luan"),
)
"""What a paper calls itself, folded."""
OTHER_KIND = "Dự thảo nhận tệp .docx, .pdf hoặc .txt. Xin gửi bản như thế, hoặc nhắn thẳng nội dung; muốn thôi, nhắn THÔI."
UNREAD = (
    "Sổ tay không đọc được chữ trong tệp này (bản chụp, có khóa, hoặc hỏng), nên chưa làm dự thảo. Xin gửi bản Word, "
    "hoặc nhắn /duthao rồi nội dung. Muốn gửi nguyên tệp cho mọi người, xin gửi như tài liệu."
)


def too_long(size: int) -> Message:
    return Message(
        f"Dự thảo dài {size} chữ cái, Sổ tay nhận đến {LONGEST} (khoảng tám trang). Xin rút ngắn, hoặc gửi tệp như tài liệu "
        "rồi nhắn /duthao và các điểm chính."
    )
