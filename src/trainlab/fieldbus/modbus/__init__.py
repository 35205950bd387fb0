"""Modbus on TCP, UDP, TLS and serial lines: a station's tags as the coils and registers of a rack of remote I/O."""

from trainlab.fieldbus.modbus.link import ModbusLink

__all__ = ["ModbusLink"]
