"""The register file: SQLite with claims, decisions and runs."""
