"""The statistics as JSON for other programs: tokens, scopes, and figures without small cells."""
