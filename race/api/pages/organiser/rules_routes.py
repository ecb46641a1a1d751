"""`/btc/{event}/the-le`: the rules; change them, see whom that concerns, publish them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import HTMLResponse

from race.api.pages.organiser.frame import (
    Asked,
    Call,
    Desk,
    after,
    desk_of,
    notice,
    organised,
    page,
    said,
)
from race.api.pages.organiser.rules_fields import NUMBERS, Quantity
from race.api.pages.organiser.rules_form import RuleFields, filled, hidden
from race.api.pages.organiser.rules_preview import preview_page
from race.api.pages.organiser.rules_read import read
from race.api.pages.organiser.rules_view import desk_page, form_page, replay
from race.api.pages.organiser.rules_view import work as job_shown
from race.api.pages.organiser.rules_words import differences
from race.api.pages.views_rules import PreviewPage, RulesForm, TryingPage
from race.api.pages.views_runner import Said
from race.errors import InvalidField, NotFound
from race.i18n import N_, both
from race.presets import PRESETS
from race.rules import Rules, rules_from
from race.services import dry_run, dry_run_job, events, publishing, rules_change, work
from race.services.access import Role
from race.store.database import Connection, reading, transaction

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What a form came to in an event."""

    #: As typed, with what is wrong beside the rows.
    form: RulesForm
    #: What is wrong, by the name of the rule; "" for what belongs to none.
    errors: Mapping[str, Said]
    #: The rules that it describes; None when they cannot be published.
    rules: Rules | None


_Fields = Annotated[RuleFields, Form()]
_UNCHANGED: Final = N_("These are the rules in force: there is nothing to publish.")
_OVERTAKEN: Final = N_(
    "Somebody published rules no. {version} meanwhile. What you typed is still there; compare it "
    "with them and go on."
)


@router.get("/btc/{event}/the-le")
def show(event: str, asked: Asked) -> HTMLResponse:
    """The rules in force, why runs are rejected, and every version."""
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        view = desk_page(connection, at, notice(asked.request))
    return page(asked.request, "rules", view, nav="rules", at=at)


@router.get("/btc/{event}/the-le/sua")
def edit(
    event: str,
    asked: Asked,
    bo: Annotated[str, Query(max_length=60)] = "",
    rule: Annotated[str, Query(max_length=60)] = "",
    value: Annotated[str, Query(max_length=60)] = "",
) -> HTMLResponse:
    """The form: of the rules in force, with one `value` changed, or of a preset (`bo`)."""
    with reading(asked.here.engine) as connection:
        at = _editing(connection, asked, event)
        head = organised(connection, at)
    standing, preset = at.event.rules, PRESETS.get(bo)
    start = _with_value(at, rule, value) if preset is None else preset.rules
    changed = () if preset is not None else differences(standing, start)
    view = form_page(
        head,
        filled(start, at.lang, base=standing.version),
        standing=standing,
        preset="" if preset is None else preset.name,
        brought=changed[0] if changed else None,
    )
    return page(asked.request, "rules_form", view, nav="rules", at=at)


@router.post("/btc/{event}/the-le/sua")
def edit_again(event: str, asked: Asked, fields: _Fields) -> HTMLResponse:
    """The form as it was typed, from the page before publishing or with more rows."""
    ours = fields.base.isdecimal()  # every form of ours says what it was filled from
    with reading(asked.here.engine) as connection:
        at = _editing(connection, asked, event)
        draft = Tried(form=fields.shown(), errors={}, rules=None)
        status = HTTPStatus.OK if ours else HTTPStatus.UNPROCESSABLE_ENTITY
        return _form_again(connection, asked, at, draft, status=status)


@router.post("/btc/{event}/the-le/xem-truoc")
def try_out(event: str, asked: Asked, fields: _Fields) -> Response:
    """Whom the rules of the form concern; the form again with all that is wrong; or a job, where
    too much has to be read."""
    with reading(asked.here.engine) as connection:
        at = _editing(connection, asked, event)
        draft = _tried(connection, at, fields)
        if draft.rules is None:
            return _form_again(connection, asked, at, draft)
        found = _previewed(connection, at, draft, draft.rules)
    if found is None:
        return _by_job(asked, at, draft.rules)
    return _preview(asked, at, found)


@router.post("/btc/{event}/the-le/cong-bo")
def publish(event: str, asked: Asked, fields: _Fields) -> Response:
    """Let the rules of the form be the rules, once a reason is given."""
    try:
        with transaction(asked.here.engine) as connection:
            at = _editing(connection, asked, event)
            draft = _tried(connection, at, fields)
            if draft.rules is None:
                return _form_again(connection, asked, at, draft)
            _publish(connection, asked, at, draft.rules, fields.reason)
    except InvalidField as error:
        return _without_reason(event, asked, fields, said(error))
    return after(f"{at.root}/the-le", "the-le")


@router.get("/btc/{event}/the-le/xem-truoc/{job}")
def tried(event: str, job: str, asked: Asked) -> HTMLResponse:
    """How far a job is that tries rules out, and then what it found."""
    with reading(asked.here.engine) as connection:
        at = _editing(connection, asked, event)
        row = work.find(connection, asked.asking, job)
        if row.event_id != at.event.id or row.kind != dry_run_job.KIND:
            raise NotFound(job=job)
        rules = rules_from(row.subject["rules"])
        form = filled(rules, at.lang, base=rules.version - 1)
        head = organised(connection, at)
        if row.state == "done" and row.result is not None:
            found = dry_run.kept(connection, at.event, row.result)
            return _preview(
                asked, at, preview_page(head, at.event, rules, found, fields=hidden(form))
            )
    view = TryingPage(
        event=head,
        work=job_shown(at, row, f"{at.root}/the-le/xem-truoc/{row.id}"),
        changes=differences(at.event.rules, rules),
        fields=hidden(form),
    )
    return page(asked.request, "rules_trying", view, nav="rules", at=at)


def _editing(connection: Connection, asked: Call, slug: str) -> Desk:
    """The event for somebody who may change its rules; EventFinal once they cannot change."""
    at = desk_of(connection, asked, slug, Role.EDITOR)
    events.check_not_final(at.event)
    return at


def _with_value(at: Desk, rule: str, value: str) -> Rules:
    """The rules in force with another value; as they are when it can be none."""
    try:
        number = float(value)
        wanted = int(number) if NUMBERS[rule].quantity is Quantity.COUNT else number
        rules = rules_change.merged(at.event, {rule: wanted})
    except (KeyError, ValueError, OverflowError, InvalidField):
        return at.event.rules
    return replace(rules, version=at.event.rules.version)


def _tried(connection: Connection, at: Desk, fields: RuleFields) -> Tried:
    """What was typed, as rules that may be published; or what is wrong with it. The rules in force
    may be published again where runs could not all be examined by them."""
    standing = at.event.rules
    draft = read(fields.shown(), standing)
    if draft.changes is None:
        return Tried(form=draft.form, errors=draft.errors, rules=None)
    form = replace(draft.form, base=str(standing.version))
    if draft.form.base != form.base:
        errors = {"": both(_OVERTAKEN, {"version": standing.version})}
        return Tried(form=form, errors=errors, rules=None)
    try:
        rules = rules_change.merged(at.event, draft.changes)
    except InvalidField as error:
        field = str(error.facts["field"]).partition(".")[0]
        return Tried(form=form, errors={field: said(error)}, rules=None)
    job = replay(connection, at.event)
    failed = job is not None and job.state == "failed"
    if replace(rules, version=standing.version) == standing and not failed:
        return Tried(form=form, errors={"": both(_UNCHANGED)}, rules=None)
    return Tried(form=form, errors={}, rules=rules)


def _previewed(connection: Connection, at: Desk, draft: Tried, rules: Rules) -> PreviewPage | None:
    """What the rules would change; None where a job has to find that out."""
    found = dry_run.at_once(connection, at.event, rules)
    if found is None:
        return None
    head = organised(connection, at)
    return preview_page(head, at.event, rules, found, fields=hidden(draft.form))


def _publish(connection: Connection, asked: Call, at: Desk, rules: Rules, reason: str) -> None:
    by, queue = at.organiser.account_id, asked.here.queue
    publishing.publish(connection, queue, at.event, rules, reason, by=by, now=at.now)


def _without_reason(event: str, asked: Call, fields: RuleFields, error: Said) -> Response:
    """The preview again, with what is wrong with the reason."""
    with reading(asked.here.engine) as connection:
        at = _editing(connection, asked, event)
        draft = _tried(connection, at, fields)
        if draft.rules is None:
            return _form_again(connection, asked, at, draft)
        found = _previewed(connection, at, draft, draft.rules)
    if found is None:
        return _by_job(asked, at, draft.rules)
    found = replace(found, errors={"reason": error})
    return _preview(asked, at, found, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _by_job(asked: Call, at: Desk, rules: Rules) -> Response:
    with transaction(asked.here.engine) as connection:
        job = dry_run_job.ask(
            connection,
            asked.here.queue,
            at.event,
            rules,
            by=at.organiser.account_id,
            now=at.now,
        )
    return after(f"{at.root}/the-le/xem-truoc/{job.id}")


def _preview(
    asked: Call, at: Desk, view: PreviewPage, *, status: int = HTTPStatus.OK
) -> HTMLResponse:
    path = f"{at.root}/the-le/sua"
    return page(asked.request, "rules_preview", view, nav="rules", at=at, path=path, status=status)


def _form_again(
    connection: Connection,
    asked: Call,
    at: Desk,
    draft: Tried,
    *,
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> HTMLResponse:
    head = organised(connection, at)
    view = form_page(head, draft.form, standing=at.event.rules, errors=draft.errors)
    path = f"{at.root}/the-le/sua"
    return page(asked.request, "rules_form", view, nav="rules", at=at, path=path, status=status)
