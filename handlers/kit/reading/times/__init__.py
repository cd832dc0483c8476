"""The reader of times as people type them: "7 rưỡi tối thứ bảy", "8h sang mai", "mùng 6 hằng tháng".

Own, because nothing kept reads them: on a public list of 167 phrases chrono-node reads 47 %, dateparser 26 %, and
without accents 7 %; "thứ 2", "10h45", "3 giờ rưỡi chiều", "tối mai" and "11 giờ kém 15" are missed by all. The tokens
are few and the grammar is a table, so that a parsing toolkit would add more than it saves. Not ours: the lunar
calendar (vnlunar), months and repeats (dateutil), the distance of slips (rapidfuzz).

A text goes down one road: `spelling` says which words of the grammar a typed word may be, `words` cuts tokens,
`pattern` matches the tables of `clock`, `dates`, `weekdays` and `relative` (with `surroundings` against false hits),
whose `piece`s `segment` chooses and `combine` merges; `calendar` turns what was said of a day into dates. `spoken` is
the way back.

A piece is strong (it is a time wherever it stands) or weak (it counts only beside another, or when nothing else is
said): so "7 tối mai" is read, and "phòng 7", "3/4 số phiếu", "sáng kiến" are not.
"""

from handlers.kit.reading.times.combine import Times, lines, read_times, when
from handlers.kit.reading.times.lunar import lunar
from handlers.kit.reading.times.piece import Contradiction
from handlers.kit.reading.times.spoken import hour, short, spoken, weekday

__all__ = [
    "Contradiction",
    "Times",
    "hour",
    "lines",
    "lunar",
    "read_times",
    "short",
    "spoken",
    "weekday",
    "when",
]
