"""Where the letters of pictures and papers come from."""

from importlib.util import find_spec
from pathlib import Path

FONTS = Path(find_spec("matplotlib").submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"  # type: ignore[union-attr,index]
"""DejaVu Sans has all Vietnamese letters, and comes with a library that is here anyway."""
