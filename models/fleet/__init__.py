"""Many bots, one truth: which of them has room, how much it may still send, and where its people go when it ends."""
