"""A moment as people say it, with the weekday and both ways of the hour (people.md 24), so that a slip is seen."""

from datetime import datetime

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_PARTS = ((11, "sáng"), (13, "trưa"), (18, "chiều"), (22, "tối"), (24, "đêm"))


def spoken(moment: datetime, now: datetime) -> str:
    """In full, in the zone of `now`: "19h30, tức 7 giờ rưỡi tối, Chủ nhật 06/12/2026"."""
    local = moment.astimezone(now.tzinfo)
    return f"{clock(local)}, tức {hour(local)}, {weekday(local)} {local:%d/%m}/{local.year}"


def short(moment: datetime, now: datetime) -> str:
    """For a first line: "19h30 tối Chủ nhật 06/12", with the year when it is another than this."""
    local = moment.astimezone(now.tzinfo)
    year = "" if local.year == now.year else f"/{local.year}"
    return f"{clock(local)} {part(local)} {weekday(local)} {local:%d/%m}{year}"


def clock(moment: datetime) -> str:
    """The hour in figures: "19h30", "19h"."""
    return f"{moment.hour}h{moment:%M}" if moment.minute else f"{moment.hour}h"


def hour(moment: datetime) -> str:
    """The hour in words: "7 giờ rưỡi tối", "7 giờ 15 sáng"."""
    twelve = moment.hour - 12 if moment.hour > 12 else moment.hour
    minutes = {0: "", 30: " rưỡi"}.get(moment.minute, f" {moment:%M}")
    return f"{twelve} giờ{minutes} {part(moment)}"


def part(moment: datetime) -> str:
    """The part of the day in which a moment lies: sáng, trưa, chiều, tối or đêm."""
    return next(name for before, name in _PARTS if moment.hour < before)


def weekday(moment: datetime) -> str:
    """The weekday: "thứ Bảy", "Chủ nhật"."""
    return _WEEKDAYS[moment.weekday()]
