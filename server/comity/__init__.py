"""Comity: a seminar game of world order, played over the network by a class."""

__version__ = "0.1.0"
