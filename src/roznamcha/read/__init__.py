"""Bytes → Source: files, folders, JSONL, feeds, WARC and URLs."""
