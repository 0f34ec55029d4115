"""過去の集計: years of which no persons are known, taken in as totals from what others wrote."""
