"""One line of a roster or of a list of organisations, cleaned: what stands here was understood, what was not is a fault."""

from dataclasses import dataclass
from typing import Literal

from models.terms import Circumstance, OrganisationKind, Post, Standing


@dataclass(frozen=True)
class PersonRow:
    """A member as a roster tells it.

    `row` counts from 1 as Excel shows it. Dates are text `YYYY[-MM[-DD]]`. `standing` None: the roster does not tell, so it is
    asked and never assumed (people 22). `cell` is the tổ đảng without those words ("1"). `phone` has digits only ("0912345678");
    `phone_of_relative`: it is not known to be the member's own (people 37).
    `back`: the roster names the standing alone, so that what held before without an end of its own has ended. `ended`: what it
    says in so many words to have ended.
    """

    sheet: str
    row: int
    branch: str | None
    name: str
    usual_name: str | None
    birth: str | None
    sex: Literal["nam", "nữ"] | None
    card: str | None
    joined: str | None
    official: str | None
    posts: tuple[Post, ...]
    standing: Standing | None
    circumstances: tuple[Circumstance, ...]
    cell: str | None
    phone: str | None
    phone_of_relative: bool
    address: str | None
    back: bool = False
    ended: tuple[Circumstance, ...] = ()


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation and the name of the one above it, None for a root."""

    sheet: str
    row: int
    name: str
    parent: str | None
    kind: OrganisationKind
