"""Scorers, benchmarks and the accuracy gate."""
