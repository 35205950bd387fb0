"""OPC UA: a station as objects and variables, for PLCs, HMIs and SCADA; the server is asyncua's."""

from trainlab.fieldbus.opcua.link import OpcUaLink

__all__ = ["OpcUaLink"]
