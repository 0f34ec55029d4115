"""請求: a granted group reports its costs; the office checks, settles and pays."""
