"""オープンデータ: the statistics for everybody, without what would tell of 1 or 2 組."""
