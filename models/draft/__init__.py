"""Drafts put out for comment, and the comments: open until a moment, of everybody who belongs to the branch (R1, people 19)."""

from models.draft.answering import answered, mark, told, unanswered, untold
from models.draft.commenting import change, comment, comments, comments_by, may_change, unsay
from models.draft.comparing import Change, Edit, changes, edits
from models.draft.points import Point, body_of, points_of, title_of
from models.draft.putting_out import earlier_version, followed_places, of_branch, open_for, put_out, take_back
from models.draft.tables import (
    Closed,
    Comment,
    Draft,
    DraftPoint,
    Mark,
    NotHere,
    Past,
    point_of,
    points,
    successor,
)

__all__ = [
    "Change",
    "Closed",
    "Comment",
    "Draft",
    "DraftPoint",
    "Edit",
    "Mark",
    "NotHere",
    "Past",
    "Point",
    "answered",
    "body_of",
    "change",
    "changes",
    "comment",
    "comments",
    "comments_by",
    "earlier_version",
    "edits",
    "followed_places",
    "mark",
    "may_change",
    "of_branch",
    "open_for",
    "point_of",
    "points",
    "points_of",
    "put_out",
    "successor",
    "take_back",
    "title_of",
    "told",
    "unanswered",
    "unsay",
    "untold",
]
