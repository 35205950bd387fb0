"""Plants that are heated and cooled."""
