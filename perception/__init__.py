"""Eyes: an image, or a live page, becomes a `Screen`."""
