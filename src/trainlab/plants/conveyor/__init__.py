"""Plants made of conveyors: boxes that are carried, seen, sorted and held back."""
