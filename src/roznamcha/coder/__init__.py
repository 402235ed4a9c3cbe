"""Document → reports: reads what a document says about each incident."""
