"""The process: settings, wiring, messengers, pages."""
