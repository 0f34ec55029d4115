"""The claims desk: one line beside its receipt, what was said of it before, and 現地確認."""
