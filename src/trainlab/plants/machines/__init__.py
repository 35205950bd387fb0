"""Plants made of one machine and its switchgear."""
