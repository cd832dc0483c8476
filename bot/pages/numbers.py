"""Ids in addresses: digits of which a database's id can consist. Python's own reading of a number gives up at 4,300 digits, and a database
at nineteen: a longer one is simply no page."""

from starlette.convertors import Convertor, register_url_convertor


class _Id(Convertor[int]):
    regex = "[0-9]{1,18}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("id", _Id())

MESSAGE = "{message:id}"
"""The part of a page's address that names a message."""
