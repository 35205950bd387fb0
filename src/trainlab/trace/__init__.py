"""What a run leaves behind: the recorder's columns, their digest and their file."""
