"""Drills use the web's served application and its databases."""

from tests.web.conftest import sqlite_template

__all__ = ["sqlite_template"]
