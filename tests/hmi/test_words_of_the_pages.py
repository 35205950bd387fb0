"""Every word that a page asks for is in its table, in both languages."""

from __future__ import annotations

import re
from importlib.resources import files

SCRIPTS = files("trainlab.hmi") / "assets/js"
ROW = re.compile(r'^  (\w+): \["((?:[^"\\]|\\.)+)", "((?:[^"\\]|\\.)+)"\],$', re.MULTILINE)
ASKED = re.compile(r'\bt\("(\w+)"')


def test_every_word_is_there_in_both_languages() -> None:
    rows = {key: (en, zh) for key, en, zh in ROW.findall((SCRIPTS / "words.js").read_text("utf-8"))}
    asked = {
        key
        for script in SCRIPTS.iterdir()
        for key in ASKED.findall(script.read_text(encoding="utf-8"))
    }
    assert len(asked) > 50
    assert asked - rows.keys() == set()
