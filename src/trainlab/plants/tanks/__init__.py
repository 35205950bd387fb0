"""Plants made of vessels: level loops and what grows from them."""
