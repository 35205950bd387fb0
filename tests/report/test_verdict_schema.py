"""The published schema is that of the code, and every document that is written is valid by it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from trainlab.core.message import LANGUAGES, Language
from trainlab.exchange.figures import Spread
from trainlab.grading.seeds import OverSeeds, SeedResult
from trainlab.grading.verdict import WireReport
from trainlab.report.contract import Outcome, Refusal
from trainlab.report.json_text import json_text
from trainlab.report.verdict_files import JsonReport
from trainlab.report.verdict_shape import verdict_schema

PUBLISHED = Path(__file__).parents[2] / "docs/reference/verdict.schema.json"


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    document = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


def test_the_published_schema_is_fresh() -> None:
    """If not: `make schema`."""
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == json.loads(
        json_text(verdict_schema())
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_real_verdicts_are_valid(
    language: Language,
    passed: Outcome,
    failed: Outcome,
    hostile: Outcome,
    schema: Draft202012Validator,
) -> None:
    spread = Spread(1, 2, 3)
    wired = replace(failed.verdict, wire=WireReport(("plc",), 1, spread, None, 2))
    seeds = OverSeeds([SeedResult.of(each.verdict) for each in (passed, failed)])
    for outcome in (passed, hostile, replace(failed, over=seeds), replace(failed, verdict=wired)):
        schema.validate(json.loads(JsonReport().write(outcome, language)))


def test_what_is_not_graded_is_valid_too(refused: Refusal, schema: Draft202012Validator) -> None:
    schema.validate(json.loads(JsonReport().refuse(refused, "en")))


def test_a_verdict_without_points_is_not(failed: Outcome, schema: Draft202012Validator) -> None:
    document = json.loads(JsonReport().write(failed, "en"))
    del document["points"]
    assert not schema.is_valid(document)
