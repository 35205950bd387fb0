"""The operator's and the instructor's pages: a process of its own beside the bench."""
