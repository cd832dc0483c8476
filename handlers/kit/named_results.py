"""Results that one asks for by name behind /ketqua: "tháng 12" (decision 30)."""

from handlers.kit.features import Features
from handlers.kit.router import Handler

shown_by_name: Features[Handler] = Features()
"""Each looks at what stands behind the word; None where it is not meant."""
