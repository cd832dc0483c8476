"""Messengers, one file each: what they say becomes Incoming, what we owe becomes their calls."""
