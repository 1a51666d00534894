"""How a command says that it cannot: one sentence for the reader, and an exit code for the caller."""


class CommandError(Exception):
    """A problem with the input or the surroundings, in words for whoever typed the command. Exit code 1."""
