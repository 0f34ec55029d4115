"""公平性の報告: who is passed and selected how often, without names."""
