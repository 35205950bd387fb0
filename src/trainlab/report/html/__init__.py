"""One HTML file on a run that needs nothing else: no network, no script, print and screen alike.

`page` fills the template; a check's diagram is made of `evidence` (which signals), `panels` (their
rows and axes), `lines` (their paths), `marks` (what happened) and `diagram` (all of it as SVG);
`listing` is the program with its coverage and diagnostics.
"""
