"""代わりの入力: applications that came on paper or as a table, entered by the office."""
