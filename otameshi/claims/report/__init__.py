"""実績報告: made from what was recorded, with its evidence numbered and bound."""
