"""When the groups are asked, reminded, and at last called: what the worker does, and its tasks."""
