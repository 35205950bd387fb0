"""The checks that a rubric may name, one file each."""
