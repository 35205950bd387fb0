"""trainlab as the client: PLCs whose own inputs and outputs are polled, each by a process of its own.

The cycle that all share is in cycle.py. For each protocol there is a file of the options of its URL,
one that says which tag is where in the PLC, and one that alone knows the protocol's library.
"""
