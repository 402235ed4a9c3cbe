"""The errors that reach a user, one root and few children.

    RoznamchaError
    ├── SettingsError    an option or setting that cannot be used (exit 2)
    ├── RegisterError    a register file that cannot be opened, read or migrated (exit 1)
    └── DataError        input or package data that cannot be used at all (exit 1)

What concerns one document only is an `Issue`, not an error: it becomes a row and the run goes on. Messages say what was
read, where, and what to do.
"""


class RoznamchaError(Exception):
    """Something that stops the command; the message is for the person who typed it."""


class SettingsError(RoznamchaError):
    """An option or setting that cannot be used."""


class RegisterError(RoznamchaError):
    """A register file that cannot be opened, read or migrated."""


class DataError(RoznamchaError):
    """Input or package data that cannot be used at all."""
