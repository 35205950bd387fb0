"""The parts of `loaded_bench.py`: a station to load, clients that load it, servers to compare it with.

Each runs in a process of its own; nothing here is measured in the process that measures.
"""
