"""Many documents at once: a local process pool, or Ray."""
