"""Vision-language models at sizes that fit a test: made here, trained here, measured here."""
