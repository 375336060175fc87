"""`transformers serve` with models that need no torchvision: python served.py PORT; a model's name is its folder.

The server is Hugging Face's own; only its processor is the one without a part for videos, whose image part works on
machines that have no torchvision.
"""

from __future__ import annotations

import sys
from typing import Any


def main(port: str) -> None:
    import transformers
    from transformers.cli.transformers import app

    class Stills(transformers.Qwen3VLProcessor):  # type: ignore[misc]
        @classmethod
        def get_attributes(cls) -> list[str]:
            return ["image_processor", "tokenizer"]

    Stills.__name__ = "Qwen3VLProcessor"

    def from_pretrained(name: str, **given: Any) -> Any:
        return Stills.from_pretrained(name)

    transformers.AutoProcessor.from_pretrained = from_pretrained
    app(["serve", "--port", port, "--device", "cpu"])


if __name__ == "__main__":
    main(*sys.argv[1:])
