"""What was submitted, version by version: kept as it stood, and compared."""
