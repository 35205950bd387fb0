"""Any bytes as a program, a project, a scenario or a client: no crash, no hang, nothing but diagnostics.

`targets.py` has the targets, pure functions of bytes. test_targets.py plays them under hypothesis;
`make fuzz` (__main__.py) plays many more of them, with atheris where it can be installed.
"""
