"""A registry with a ward and nothing under it."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from models.organisation import found
from models.terms import OrganisationKind
from tests.database import fresh
from tests.models.roster.bringing import NOW


@pytest.fixture
def session() -> Iterator[Session]:
    with fresh() as opened:
        found(opened, "Phường", OrganisationKind.GRASSROOTS, None, NOW)
        yield opened
