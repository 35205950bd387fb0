"""The address book of a station as the files that PLC tools read, and back. A format is one file."""
