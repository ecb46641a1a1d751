"""The documentation of the API as a page of ours, made from its OpenAPI document.

The usual pages load their program from a third party, which our content policy refuses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from race.api.errors import status_of
from race.api.language import language_of
from race.api.pages.rendering import render
from race.errors import RaceError

router = APIRouter(include_in_schema=False)

_METHODS: Final = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One parameter of an operation, or one key of its body."""

    name: str
    #: "path", "query", "header", "cookie" or "body".
    place: str
    #: Like "string", "integer | null" or the name of a schema.
    kind: str
    required: bool
    description: str


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    summary: str
    description: str
    fields: Sequence[Field]
    #: (status, description) of its answers.
    answers: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Section:
    """Operations about one subject."""

    name: str
    operations: Sequence[Operation]


@dataclass(frozen=True, kw_only=True)
class ErrorLine:
    """One error that an answer can carry."""

    code: str
    status: int
    #: A sentence of the catalogue, its fields not filled in.
    text: str


@dataclass(frozen=True, kw_only=True)
class DocsPage:
    """`/api/docs`."""

    sections: Sequence[Section]
    errors: Sequence[ErrorLine]
    #: Address of the machine-readable document.
    openapi_url: str


@router.get("/api/docs")
async def docs(request: Request) -> HTMLResponse:
    """What the API offers, for people."""
    document = request.app.openapi()
    view = DocsPage(
        sections=sections(document), errors=error_lines(), openapi_url=request.app.openapi_url
    )
    return HTMLResponse(render("api_docs.html", language_of(request), path="/api/docs", v=view))


def sections(document: Mapping[str, Any]) -> list[Section]:
    """The operations of an OpenAPI document by their first tag, in its order."""
    by_tag: dict[str, list[Operation]] = {}
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                tag = item[method].get("tags", ["other"])[0]
                by_tag.setdefault(tag, []).append(_operation(document, method, path, item[method]))
    return [Section(name=tag, operations=operations) for tag, operations in by_tag.items()]


def error_lines() -> list[ErrorLine]:
    """Every code that an answer can carry, once, in the order of the statuses."""
    kinds: dict[str, type[RaceError]] = {}
    for kind in _below(RaceError):
        kinds.setdefault(kind.code, kind)
    lines = [
        ErrorLine(code=code, status=status_of(kind), text=kind.text) for code, kind in kinds.items()
    ]
    return sorted(lines, key=lambda line: (line.status, line.code))


def _below(kind: type[RaceError]) -> Iterator[type[RaceError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def _operation(
    document: Mapping[str, Any], method: str, path: str, about: Mapping[str, Any]
) -> Operation:
    parameters = [_parameter(document, one) for one in about.get("parameters", ())]
    return Operation(
        method=method.upper(),
        path=path,
        summary=about.get("summary", ""),
        description=about.get("description", ""),
        fields=[*parameters, *_body(document, about.get("requestBody", {}))],
        answers=[
            (status, str(said.get("description", "")))
            for status, said in about.get("responses", {}).items()
        ],
    )


def _parameter(document: Mapping[str, Any], about: Mapping[str, Any]) -> Field:
    return Field(
        name=about["name"],
        place=about["in"],
        kind=_kind(about.get("schema", {})),
        required=about.get("required", False),
        description=about.get("description", ""),
    )


def _body(document: Mapping[str, Any], about: Mapping[str, Any]) -> Iterator[Field]:
    """The keys of a body, whatever its media type; nested schemas are named, not unfolded."""
    for media in about.get("content", {}).values():
        schema = _resolved(document, media.get("schema", {}))
        for name, key in schema.get("properties", {}).items():
            yield Field(
                name=name,
                place="body",
                kind=_kind(key),
                required=name in schema.get("required", ()),
                description=key.get("description", ""),
            )


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Mapping[str, Any] = document["components"]["schemas"][reference.rsplit("/", 1)[-1]]
    return found


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " | ".join(_kind(option) for option in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "any")
