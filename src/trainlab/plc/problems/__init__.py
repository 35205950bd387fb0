"""Every diagnostic of the soft PLC: codes TL2xxx text and grammar, TL3xxx meaning, TL35xx binding
to tags, TL36xx expressions over a trace, TL4xxx run time."""
