"""A tiny model of this machine, for the doors that lead to it."""

from tests.perception.vlm.conftest import tiny

__all__ = ["tiny"]
