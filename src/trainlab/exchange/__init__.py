"""What lies between a bench and the processes that serve it on a network, below every fieldbus.

The shared memory with its two ends, the seat of the controller that owns the outputs, the address
book, and the bench's end of it all: a controller on a wire. No file here opens a socket or knows a
protocol.
"""
