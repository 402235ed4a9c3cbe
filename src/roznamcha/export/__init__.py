"""Register → files in the layouts of the field."""
