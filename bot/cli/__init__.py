"""The command line: one file a group of commands. Only `bot.__main__` imports it."""
