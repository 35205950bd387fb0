"""Machine tools: the numerical control, and cells that are built around one."""
