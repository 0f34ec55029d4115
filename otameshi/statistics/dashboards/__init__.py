"""The office's pages of charts: who applies, how far they come, what it costs, where they stay."""
