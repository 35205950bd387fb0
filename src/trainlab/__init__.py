"""trainlab: a training-lab simulator for industrial control."""

__version__ = "0.1.0"
