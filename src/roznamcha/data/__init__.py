"""Package data: gazetteer, lexicons, actor names, weights, each with its source in SOURCE.md."""
