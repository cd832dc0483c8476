"""What Telegram checks, and what its published API says: parameters, objects, the HTML of messages."""

from __future__ import annotations

import functools
import html
import json
import re
from pathlib import Path
from typing import Any

from tests.standins.faults import Refused
from tests.standins.wire import Upload

API_FILE = Path(__file__).resolve().parents[3] / "shared/data/telegram-bot-api-10.1.min.json"
INTEGERS = {
    "chat_id",
    "message_id",
    "message_thread_id",
    "offset",
    "limit",
    "timeout",
    "max_connections",
    "cache_time",
}
WORDS = {"text", "caption", "callback_query_id", "file_id"}
TAGS = {
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "span",
    "tg-spoiler",
    "a",
    "tg-emoji",
    "code",
    "pre",
    "blockquote",
}
TAG = re.compile(r"<(/?)([^\s<>/]*)[^<>]*>|<")


@functools.cache
def api() -> dict[str, Any] | None:
    """The published API, or None where the file does not exist: then nothing is checked against it."""
    return json.loads(API_FILE.read_text()) if API_FILE.exists() else None


@functools.cache
def _fields(part: str, name: str) -> dict[str, tuple[list[str], bool]]:
    return {
        field["name"]: (field["types"], field["required"]) for field in api()[part][name].get("fields", [])
    }


def decoded(params: dict[str, Any]) -> dict[str, Any]:
    """Form fields as typed values: numbers, true and false, nested JSON, `attach://` as the file it names."""
    files = {name for value in params.values() if (name := _attached(value)) in params}
    return {name: _value(name, value, params) for name, value in params.items() if name not in files}


def _attached(value: Any) -> str | None:
    return (
        value.removeprefix("attach://") if isinstance(value, str) and value.startswith("attach://") else None
    )


def _value(name: str, value: Any, params: dict[str, Any]) -> Any:
    if not isinstance(value, str) or name in WORDS:
        return value
    if (attached := _attached(value)) in params:
        return params[attached]
    if name in INTEGERS and re.fullmatch(r"-?\d+", value):
        return int(value)
    if value[:1] in ("{", "["):
        return json.loads(value)
    return {"true": True, "false": False}.get(value.lower(), value)


def wrong_call(method: str, params: dict[str, Any]) -> list[str]:
    """What in a request the published API does not know or misses, as sentences."""
    if api() is None:
        return []
    name = next((name for name in api()["methods"] if name.lower() == method.lower()), None)
    return [f"no such method: {method}"] if name is None else _unlike_object(params, "methods", name, name)


def wrong_answer(method: str, result: Any) -> list[str]:
    if api() is None:
        return []
    name = next(name for name in api()["methods"] if name.lower() == method.lower())
    return unlike(result, api()["methods"][name]["returns"], f"answer of {name}")


def unlike(value: Any, kinds: list[str], where: str) -> list[str]:
    """In what the value differs from the kind it resembles most; empty when it conforms to one of them."""
    return min((_unlike(value, kind, where) for kind in kinds), key=len, default=[])


def _unlike(value: Any, kind: str, where: str) -> list[str]:
    simple = {
        "Integer": int,
        "Float": (int, float),
        "String": str,
        "Boolean": bool,
        "InputFile": (Upload, str),
    }
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{where}: no array: {value!r}"]
        return [
            wrong for item in value for wrong in _unlike(item, kind.removeprefix("Array of "), f"{where}[]")
        ]
    if kind in simple:
        fits = isinstance(value, simple[kind]) and (kind == "Boolean" or not isinstance(value, bool))
        return [] if fits else [f"{where}: no {kind}: {value!r}"]
    if subtypes := api()["types"][kind].get("subtypes"):
        return unlike(value, subtypes, where)
    return (
        _unlike_object(value, "types", kind, where)
        if isinstance(value, dict)
        else [f"{where}: no {kind}: {value!r}"]
    )


def _unlike_object(value: dict[str, Any], part: str, name: str, where: str) -> list[str]:
    fields = _fields(part, name)
    wrong = [f"{where}: unknown {key}" for key in value if key not in fields]
    wrong += [
        f"{where}: {key} is missing" for key, (_, required) in fields.items() if required and key not in value
    ]
    for key in value.keys() & fields:
        wrong += unlike(value[key], fields[key][0], f"{where}.{key}")
    return wrong


def kinds_of_update(kind: str) -> list[str]:
    return _fields("types", "Update")[kind][0] if api() else []


def length(text: str) -> int:
    """In UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def visible(text: str, parse_mode: str | None) -> str:
    """The text as a chat shows it. Raises Refused when Telegram could not parse it."""
    if not parse_mode:
        return text.strip()
    if parse_mode.lower() != "html":
        raise Refused(400, "Bad Request: unsupported parse_mode")
    opened: list[str] = []
    for tag in TAG.finditer(text):
        closing, name = tag[1], (tag[2] or "").lower()
        at = f"at byte offset {len(text[: tag.start()].encode())}"
        if not closing:
            if name not in TAGS:
                raise _unparsable(f'Unsupported start tag "{name}" {at}')
            opened.append(name)
        elif not opened:
            raise _unparsable(f"Unexpected end tag {at}")
        elif (last := opened.pop()) != name:
            raise _unparsable(f'Unmatched end tag {at}, expected "</{last}>", found "</{name}>"')
    if opened:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{opened[-1]}"')
    return re.sub(
        r"&(lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);", lambda m: html.unescape(m[0]), TAG.sub("", text)
    ).strip()


def _unparsable(why: str) -> Refused:
    return Refused(400, f"Bad Request: can't parse entities: {why}")
