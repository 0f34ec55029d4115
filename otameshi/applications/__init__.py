"""応募: a group of one to three people asks to take part."""
