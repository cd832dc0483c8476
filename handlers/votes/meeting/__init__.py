"""The vote at a meeting, which decides: put by whoever leads, tapped by who has a phone that somebody stands for, and the hands of the
others typed in at its end (people 6, 18; rules R1-R9)."""
