"""The page of one expense, and what is kept while it is typed."""
