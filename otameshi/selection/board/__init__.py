"""順位表: the candidates side by side, and the proposals that are tried out on them."""
