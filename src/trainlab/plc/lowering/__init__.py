"""From the typed tree to LLVM IR, written as text."""
