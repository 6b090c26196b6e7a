"""Every list as CSV, XLSX or NDJSON: the same rows that the caller sees page by page, as one stream."""
