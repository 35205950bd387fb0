"""Programs as IDEs keep them: files and folders to one text, each piece with its true place."""
