"""Every diagnostic of the soft PLC: codes TL2xxx text and grammar, TL23xx files and projects,
TL3xxx meaning, TL35xx binding to tags, TL36xx expressions over a trace, TL38xx configurations, TL4xxx
run time."""
