"""The tick and the only loop: what brings a plant, a controller and observers together."""
