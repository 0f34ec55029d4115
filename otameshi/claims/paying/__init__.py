"""支払: runs of transfers, their 全銀 file, and what comes back from the banks."""
