"""Kits that an author of a plug-in runs against it: what every plant must keep to."""
