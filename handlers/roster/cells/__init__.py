"""One reader a kind of cell: it answers a value, None for nothing, or `Wrong` with the reason; it never raises."""
