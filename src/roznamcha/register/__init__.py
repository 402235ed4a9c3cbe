"""The register file: SQLite with sources, documents, claims, decisions and runs.

One file holds everything, from the bytes as they came to the last decision, so that any value can be followed to the words
that say it and any register can be handed on whole. Readers go on while one process writes (WAL). `open_register` opens or
makes a file; `writing` puts records in, `reading` takes them out as the model's types, `queries` answers what pages and
commands ask, `search` finds words, `decisions` keeps the review log, `verify` re-reads the evidence.
"""

from roznamcha.register.store import Register, open_register

__all__ = ["Register", "open_register"]
