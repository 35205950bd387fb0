"""The soft PLC: a compiler from IEC 61131-3 to machine code, and the runtime that scans it."""
