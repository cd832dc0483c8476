"""What features tell of a meeting on its one-page record: each in its own lines, such as the result of a vote (decision 30)."""

from collections.abc import Callable

from handlers.kit.features import Features
from models.database import Session

Lines = Callable[[Session, int], list[str]]
"""(session, the meeting's id) -> its lines; none where there is nothing to tell."""
tells_of_meetings: Features[Lines] = Features()


def told_of(session: Session, meeting_id: int) -> list[str]:
    """All that features tell of a meeting."""
    return [line for teller in tells_of_meetings for line in teller(session, meeting_id)]
