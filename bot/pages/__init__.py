"""Pages: the web chat, webhooks, health, metrics."""
