"""The proving ground: what was written is checked and run in a headless browser."""
