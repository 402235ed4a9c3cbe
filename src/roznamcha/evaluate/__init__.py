"""Scorers, public benchmarks and the gate that refuses a silent drop.

Each task is one module with one entry function that takes paths and returns a `tables.Result`: a frozen dataclass of figures
which can say itself as JSON and as tables. Nothing here is read by the coder, and no gold record is read outside this room.
"""
