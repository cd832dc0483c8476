"""What is kept of a member is told in words, whatever it is: a term without a word would keep him from his own data."""

from enum import StrEnum

import pytest

from handlers.joining import kept, mine
from handlers.meetings import own
from models.terms import ChannelName, Circumstance, Consent, JoinedBy, Post, Presence, Standing, Tie


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        (kept.POSTS, Post),
        (kept.CIRCUMSTANCES, Circumstance),
        (kept.STANDINGS, Standing),
        (kept.TIES, Tie),
        (kept.WAYS, JoinedBy),
        (mine.CONSENTS, Consent),
        (mine.CHANNELS, ChannelName),
        (own.PRESENCES, Presence),
    ],
)
def test_every_term_has_a_word(words: dict[StrEnum, str], terms: type[StrEnum]) -> None:
    assert set(words) == set(terms)
