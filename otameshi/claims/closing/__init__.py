"""年度の締め: what is still open in a year, and the act that ends it."""
