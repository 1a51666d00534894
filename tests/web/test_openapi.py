"""The documents that describe us: current in the client's folder, whole, and true of what is answered."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from tests.web.documented import DOCUMENT, schema_of, validator
from tests.web.house import lay_table

from comity.commands import documents
from comity.scenarios import texts
from comity.scenarios.load import load

pytestmark = pytest.mark.asyncio(loop_scope="module")

CLIENT_API = Path(__file__).parents[2] / "client-web" / "src" / "api"


@pytest.mark.parametrize(
    ("file", "made"),
    [(documents.OPENAPI_FILE, documents.openapi), (documents.LIVE_FILE, documents.live_schema)],
    ids=["openapi", "live"],
)
async def test_the_clients_copy_is_current(file: str, made: Any) -> None:
    # When this fails: run `make openapi` and commit what it writes.
    assert (CLIENT_API / file).read_bytes().rstrip() == made()


async def test_the_served_document_is_the_same(app: FastAPI) -> None:
    table = await lay_table(app)
    answer = await table.anonymous.http.get("http://127.0.0.1:8000/api/openapi.json")
    assert answer.json() == DOCUMENT


async def test_every_body_has_an_example_that_is_valid() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    bodies = {
        operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for path in DOCUMENT["paths"].values()
        for operation in path.values()
        if "requestBody" in operation
    }
    assert len(bodies) > 12
    for name in bodies:
        (example,) = schemas[name]["examples"]
        validator(f"#/components/schemas/{name}").validate(example)
        assert schemas[name]["additionalProperties"] is False


async def test_no_body_lets_a_caller_say_which_seat_they_are() -> None:
    # Joining names a seat to take; nothing else does.
    with_seat = {
        name
        for name, schema in DOCUMENT["components"]["schemas"].items()
        if schema.get("additionalProperties") is False and "seat" in schema.get("properties", {})
    }
    assert with_seat == {"Join"}


async def test_no_whole_number_is_taken_that_a_column_cannot_hold() -> None:
    # But for the numbers of a stream: they are held against its heads before any column is asked.
    operations = [one for path in DOCUMENT["paths"].values() for one in path.values()]
    taken = [(each["name"], each["schema"]) for one in operations for each in one.get("parameters", [])]
    for schema in DOCUMENT["components"]["schemas"].values():
        if schema.get("additionalProperties") is False:  # as of every body, and of nothing that is answered
            taken += schema.get("properties", {}).items()
    whole = [(name, each) for name, schema in taken for each in numbers_in(schema)]
    assert len(whole) > 10
    assert {name for name, each in whole if not -(2**31) <= each["minimum"] <= each["maximum"] < 2**31} == {
        "public_after",
        "private_after",
    }


async def test_every_operation_has_a_summary_and_describes_its_refusals() -> None:
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], path
            if path.startswith("/api/v1/"):
                assert method == "get" or "403" in operation["responses"], path
                references = [one.get("$ref", "") for one in operation["responses"].values()]
                assert any("Problem" in one for one in references) or path.endswith("/live/schema")


async def test_the_role_sheets_that_ship_are_what_is_described() -> None:
    # The tiny rulebook's sheets hold no objectives.
    scenario = load("crash-course")
    described = validator("#/components/schemas/RoleSheet")
    sheets = [texts.role_sheet(scenario, row.key) for row in scenario.documents.scenario.seats]
    assert all(sheet["objectives"] for sheet in sheets)
    for sheet in sheets:
        described.validate(sheet)


async def test_figures_are_described_for_the_machine_itself_and_for_strangers(app: FastAPI) -> None:
    table = await lay_table(app)
    described = DOCUMENT["paths"]["/metrics"]["get"]["responses"]
    refused = await table.anonymous.http.get("http://127.0.0.1:8000/metrics")
    assert refused.status_code == 404
    schema_of(described["404"], refused.headers["content-type"]).validate(refused.json())
    here = httpx.ASGITransport(app, client=("127.0.0.1", 5000))
    async with httpx.AsyncClient(transport=here, base_url="http://127.0.0.1:8000") as machine:
        shown = await machine.get("/metrics")
    assert shown.status_code == 200
    assert shown.headers["content-type"].partition(";")[0] in described["200"]["content"]


def numbers_in(schema: Any) -> Iterator[dict[str, Any]]:
    """Every whole number that the schema describes, however deep."""
    if isinstance(schema, dict):
        if schema.get("type") == "integer":
            yield schema
        for each in schema.values():
            yield from numbers_in(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from numbers_in(each)
