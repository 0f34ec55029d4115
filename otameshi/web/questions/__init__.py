"""Questions of the kernel on pages: a field for each, and the pages on which they are written."""
