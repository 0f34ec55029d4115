"""事業改善シート: what was published, with what the system counts itself beside it."""
