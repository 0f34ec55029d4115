"""採点のまとめ: who gave how much, how far reviewers agree, and each candidate in every way."""
