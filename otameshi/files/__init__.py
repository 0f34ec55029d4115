"""Attachments: what may come in, where it is kept, and how it goes out again."""
