"""Plants that make batches."""
