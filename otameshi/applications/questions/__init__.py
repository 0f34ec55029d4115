"""The year's own questions: asked on the pages of an application beside the fixed ones."""
