"""What a person can say and what we answer: one file a feature, its wording at its foot."""
