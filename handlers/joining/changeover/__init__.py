"""/chuyenkenh: a branch changes over to another messenger; seen before, taken back by the same word, ended by itself (`ending`).

Who is there already hears of things there first; who is not gets a code where he is reached now, and nothing else changes for him until
he has joined.
"""

from handlers.joining.changeover import command

__all__ = ["command"]
