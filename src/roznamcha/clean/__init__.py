"""Source → Document: the article out of the page, repaired, divided into blocks, mapped back to the source."""
