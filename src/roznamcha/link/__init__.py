"""Reports → incidents: pairs, clusters, reasons and derived values."""
