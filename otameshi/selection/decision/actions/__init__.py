"""What people do with what was decided. No function here knows of pages or commits."""
