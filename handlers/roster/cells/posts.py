"""Posts in the branch, out of a column where people write every post they hold."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from handlers.roster import wording
from handlers.roster.cells.value import Wrong, words
from models.terms import Post

_KNOWN = (
    (Post.SECRETARY, re.compile(r"(?:bt|bi thu|btcb|bt cb|bt chi bo|bi thu (?:chi bo|cb)\b.*)")),
    (
        Post.DEPUTY,
        re.compile(
            r"(?:pbt|pbtcb|pbt (?:cb|chi bo)|(?:p|pho) (?:bt|bi thu)(?: (?:chi bo|cb|thuong truc)\b.*)?)"
        ),
    ),
    (
        Post.COMMITTEE,
        re.compile(
            r"(?:cuv|uv|uvcu|chi uy|chi uy vien|cap uy|cap uy vien|cuv cb|(?:uy vien|uv)(?: bch)?(?: chi uy| chi bo| cb)?)"
        ),
    ),
)
_NONE = frozenset(["dang vien", "dv", "dang vien thuong", "quan chung", "x"])
_ELSEWHERE = re.compile(
    r"\b(?:doan|chi doan|dang uy|dang bo|huyen|tinh|thanh uy|quan uy|xa|phuong|khoi|hoi|nguyen|cuu|cu|khoa truoc|nhiem ky truoc)\b"
)
"""Bí thư chi đoàn, nguyên bí thư chi bộ, bí thư đảng ủy: other posts, or former ones."""

_CUT = re.compile(r"[,;\n/+&]|\s[-–—]\s|\bkiêm\b|\bvà\b", re.IGNORECASE)
_CLOSE = 80
"""A ratio from which an unknown post is asked about: it looks like a slip of one that gives rights."""


@dataclass(frozen=True)
class Posts:
    """Posts in the branch in the order written, and what else stood there."""

    posts: tuple[Post, ...] = ()
    others: tuple[str, ...] = ()


def posts_of(text: str) -> Posts | Wrong:
    """'Bí thư, trưởng thôn' is a secretary; what looks like a post without being one is asked, not guessed."""
    posts: list[Post] = []
    others: list[str] = []
    for part in (part.strip(" .()") for part in _CUT.split(text)):
        said = words(part)
        if not said or said in _NONE:
            continue
        post = post_named(said)
        if post:
            posts.append(post)
        elif _doubtful(said):
            return Wrong(wording.POST_UNCLEAR)
        else:
            others.append(part)
    return Posts(tuple(dict.fromkeys(posts)), tuple(others))


def post_named(said: str) -> Post | None:
    """The post that folded words name exactly."""
    if _ELSEWHERE.search(said.removeprefix("chi uy")):
        return None
    return next((post for post, pattern in _KNOWN if pattern.fullmatch(said)), None)


def _doubtful(said: str) -> bool:
    if _ELSEWHERE.search(said):
        return False
    if re.search(r"\b(?:bi thu|pbt|bt|chi uy)\b", said):
        return True
    return any(fuzz.ratio(said, name) >= _CLOSE for name in ("bi thu", "pho bi thu", "chi uy vien"))
