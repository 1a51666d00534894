"""The version of the rules: it changes whenever the same inputs could give other bytes. A running game keeps
its own.
"""

RULES_VERSION = "8"
