"""What cutting costs: force and power after Kienzle, tool life after Taylor.

    Fc = kc1.1 b h^(1 - mc)                      Kienzle 1952; b, h in mm, kc1.1 in N/mm2
    P  = Fc vc / 60  W                           vc in m/min
    V T^n = C                                    Taylor 1907; V in m/min, T in min
    w += dt / T(vc) while it cuts                linear damage; w = 1 is the end of its life
    Fc (1 + 0.5 w)                               a worn edge; the 0.5 is for teaching, not published

The chip is b = ap, h = f for a turning tool at 90 degrees. A drill of that radius has two lips of
h = f / 2, whose mean speed is half that of its edge. A mill has b = ap and h = fz sqrt(ae / D), the mean
chip for ae much less than D, and removes ap ae vf, so P = kc ap ae vf.
Figures of C45 and 42CrMo4: Tabellenbuch Metall; they differ by 10 % from book to book.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from trainlab.plants.cnc.nc.machine import Tool, ToolKind
from trainlab.plants.cnc.nc.steps import Cut
from trainlab.plants.parts.arithmetic import exponential, logarithm
from trainlab.plants.parts.trigonometry import PI

WORN_EDGE = 0.5
_THINNEST_MM = 1e-6


@dataclass(frozen=True, slots=True)
class Material:
    """A workpiece's material: kc1.1 in N/mm2 and the exponent mc."""

    kc11_n_mm2: float
    exponent: float


C45 = Material(2220.0, 0.14)
STEEL_42CRMO4 = Material(2500.0, 0.26)


def power_of(base: float, exponent: float) -> float:
    """A positive base to any exponent, the same on every machine."""
    return exponential(exponent * logarithm(base))


def specific_force(material: Material, chip_mm: float) -> float:
    """kc in N/mm2 at that chip thickness: kc1.1 h^-mc."""
    return material.kc11_n_mm2 * power_of(max(chip_mm, _THINNEST_MM), -material.exponent)


@dataclass(frozen=True, slots=True)
class Load:
    """What an edge bears: the cutting force in N and the power at the spindle in W."""

    force_n: float
    power_w: float


IDLE = Load(0.0, 0.0)


def surface_speed(diameter_mm: float, speed_rpm: float) -> float:
    """The cutting speed in m/min: pi D n / 1000."""
    return PI * diameter_mm * speed_rpm / 1000.0


def cutting_load(
    tool: Tool,
    cut: Cut,
    material: Material,
    feed_mm_s: float,
    speed_rpm: float,
    diameter_mm: float,
    wear: float,
) -> Load:
    """The load of a cut; `diameter_mm` is the workpiece's at a turning tool, else the tool's.

    With the spindle at rest and the axes at feed there is no chip: the force is infinite in
    principle and here that of a chip as thick as the feed of a second.
    """
    if feed_mm_s <= 0.0:
        return IDLE
    per_rev_mm = feed_mm_s * 60.0 / max(speed_rpm, 60.0)
    worn = 1.0 + WORN_EDGE * min(max(wear, 0.0), 2.0)
    edge_m_s = surface_speed(diameter_mm, speed_rpm) / 60.0
    if tool.kind is ToolKind.TURNING:
        force = specific_force(material, per_rev_mm) * cut.ap_mm * per_rev_mm * worn
        return Load(force, force * edge_m_s)
    if tool.kind is ToolKind.DRILL:
        force = specific_force(material, 0.5 * per_rev_mm) * cut.ap_mm * per_rev_mm * worn
        return Load(force, force * edge_m_s * 0.5)
    width = min(cut.ae_mm or tool.diameter_mm, tool.diameter_mm)
    chip = per_rev_mm / tool.teeth * sqrt(width / tool.diameter_mm)
    kc = specific_force(material, chip)
    power = kc * cut.ap_mm * width * feed_mm_s * 1e-3 * worn
    return Load(kc * cut.ap_mm * chip * worn, power)


def tool_life_s(tool: Tool, surface_m_min: float) -> float:
    """Taylor's T in s at that cutting speed; infinite at rest."""
    if surface_m_min <= 0.0:
        return float("inf")
    ratio = tool.taylor_constant_m_min / surface_m_min
    return 60.0 * power_of(ratio, 1.0 / tool.taylor_exponent)
