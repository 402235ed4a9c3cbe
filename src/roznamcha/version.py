"""The version, which travels on every claim and every run."""

__version__ = "0.1.0"
