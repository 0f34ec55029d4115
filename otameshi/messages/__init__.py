"""Messages between applicants and the office, in both directions."""
