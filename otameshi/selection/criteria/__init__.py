"""審査基準: changed under those who score by it, and who has to score again."""
