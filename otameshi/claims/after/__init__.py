"""取消・返還: a decision is taken back, and what was paid beyond it is asked for again."""
