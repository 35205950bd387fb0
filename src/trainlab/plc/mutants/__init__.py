"""Mutants of a program: `kinds` finds what can go wrong in its syntax tree, `spans` where that
stands in the text, `mutation` puts them together and compiles them."""
