"""Units of measure by their UNECE codes, as OPC 10000-8 section 5.6.4.3 numbers them.

Codes: UNECE Recommendation 20, "Codes for Units of Measure Used in International Trade".
"""

from __future__ import annotations

NAMESPACE = "http://www.opcfoundation.org/UA/units/un/cefact"

# unit: (code, the code list's name of it)
UNECE = {
    "": ("C62", "one"),
    "raw": ("C62", "one"),
    "%": ("P1", "percent"),
    "m": ("MTR", "metre"),
    "cm": ("CMT", "centimetre"),
    "mm": ("MMT", "millimetre"),
    "m2": ("MTK", "square metre"),
    "cm2": ("CMK", "square centimetre"),
    "m3": ("MTQ", "cubic metre"),
    "l": ("LTR", "litre"),
    "ml": ("MLT", "millilitre"),
    "m3/s": ("MQS", "cubic metre per second"),
    "m3/h": ("MQH", "cubic metre per hour"),
    "l/min": ("L2", "litre per minute"),
    "l/s": ("G51", "litre per second"),
    "m/s": ("MTS", "metre per second"),
    "mm/s": ("C16", "millimetre per second"),
    "m/min": ("2X", "metre per minute"),
    "Pa": ("PAL", "pascal"),
    "kPa": ("KPA", "kilopascal"),
    "mbar": ("MBR", "millibar"),
    "bar": ("BAR", "bar [unit of pressure]"),
    "K": ("KEL", "kelvin"),
    "degC": ("CEL", "degree Celsius"),
    "°C": ("CEL", "degree Celsius"),
    "s": ("SEC", "second [unit of time]"),
    "ms": ("C26", "millisecond"),
    "min": ("MIN", "minute [unit of time]"),
    "h": ("HUR", "hour"),
    "rpm": ("RPM", "revolutions per minute"),
    "1/s": ("C97", "reciprocal second"),
    "kg": ("KGM", "kilogram"),
    "g": ("GRM", "gram"),
    "V": ("VLT", "volt"),
    "A": ("AMP", "ampere"),
    "mA": ("4K", "milliampere"),
    "W": ("WTT", "watt"),
    "kW": ("KWT", "kilowatt"),
    "J": ("JOU", "joule"),
    "kJ": ("KJO", "kilojoule"),
    "kWh": ("KWH", "kilowatt hour"),
}


def unit_id(code: str) -> int:
    """The UnitId of a code: its characters as the bytes of a number."""
    return int.from_bytes(code.encode("ascii"), "big")
