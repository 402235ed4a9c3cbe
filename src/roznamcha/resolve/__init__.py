"""Mention → value: dates, places, numbers and actors."""
