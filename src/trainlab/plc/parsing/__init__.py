"""The recursive-descent parser of Structured Text: functions over one cursor."""
