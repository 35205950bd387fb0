"""From the syntax tree to the typed tree: names, types, constants, and every diagnostic of them."""
