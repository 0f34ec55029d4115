"""統計: the 事業改善シート, with the computed and the published figure side by side."""
