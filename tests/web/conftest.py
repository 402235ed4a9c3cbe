"""The fixtures of the pages' tests."""

from conftest_web import filled, register_file, visitor

__all__ = ["filled", "register_file", "visitor"]
