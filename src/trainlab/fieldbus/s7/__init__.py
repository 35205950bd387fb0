"""S7 communication over ISO-on-TCP: a station as the memory areas and data blocks of an S7 CPU."""

from trainlab.fieldbus.s7.link import S7Link

__all__ = ["S7Link"]
