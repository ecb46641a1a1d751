"""The organiser's pages about the rules at work: filled in, tried out, published."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from race.api.pages.organiser.rules_checks import USUAL
from race.api.pages.organiser.rules_fields import NUMBERS, Quantity
from race.api.pages.organiser.rules_form import RuleFields, filled, hidden
from race.api.pages.organiser.rules_read import read
from race.api.pages.organiser.rules_view import form_page
from race.api.pages.rendering import render
from race.event import Event, EventState
from race.i18n import LANGUAGES, tidy
from race.presets import PRESETS
from race.rules import CheckState, IndoorPolicy, PaceBasis, Rules, rules_from
from race.services import dry_run, events
from race.services.rules_change import merged
from race.services.tasks import TASKS
from race.services.work import Inline
from race.store import activities, jobs
from race.store import events as event_rows
from race.store.database import reading, transaction
from tests.api.officers import Officer, officer, words
from tests.pages.fakes_rules import EVENT
from tests.pages.test_organiser_pages import Element, forms, links, parse
from tests.pages.test_rules_page import event as event_of
from tests.runs import gpx, steady
from tests.test_rules import EVERYTHING

ROOT = "/btc/huu-lung/the-le"
TRY, PUBLISH, EDIT = f"{ROOT}/xem-truoc", f"{ROOT}/cong-bo", f"{ROOT}/sua"
WHY = "Đường vào Hữu Liên dốc, nhiều người đi bộ"
Sent = dict[str, list[str]]


@pytest.fixture
def binh(app: FastAPI) -> Iterator[Officer]:
    found = officer(app, "Nguyễn Văn Bình")
    yield found
    found.http.close()
    found.here.engine.dispose()


@pytest.fixture
def event(binh: Officer) -> Event:
    return binh.creates()


@pytest.fixture
def walked(binh: Officer, event: Event) -> str:
    """Hương walked 5 km in 16:10 /km, Ánh ran them; the id of Hương's run."""
    huong, anh = binh.enters(event, "Lý Thị Hương"), binh.enters(event, "Nguyễn Thị Ngọc Ánh")
    binh.has_sent(event, anh, gpx(steady(5050, 1500)))
    (run,) = binh.has_sent(event, huong, gpx(steady(5050, 4900))).activities
    assert run.state == "rejected"
    return run.id


def form_in(page: str, action: str = TRY) -> Sent:
    """What a browser would send of a form as it stands."""
    sent: Sent = {}
    for field in forms(parse(page))[action].all("input", "select", "textarea"):
        name, of = field.attributes.get("name"), field.attributes
        if name and (of.get("type") not in {"checkbox", "radio"} or "checked" in of):
            sent.setdefault(name, []).append(_value(field))
    return sent


def _value(field: Element) -> str:
    if field.tag == "textarea":
        return field.text
    if field.tag == "select":
        return next(
            o.attributes["value"] for o in field.all("option") if "selected" in o.attributes
        )
    return field.attributes.get("value", "on")


def stands(binh: Officer) -> Rules:
    with reading(binh.here.engine) as connection:
        row = event_rows.by_slug(connection, "huu-lung")
        assert row is not None
        return events.by_id(connection, row.id).rules


def fills(binh: Officer, **changes: Any) -> Sent:
    """The form of the rules in force with something else typed."""
    typed = {name: each if isinstance(each, list) else [each] for name, each in changes.items()}
    return form_in(binh.sees(EDIT)) | typed


def works(binh: Officer) -> None:
    """All jobs that were asked for."""
    queue = binh.here.queue
    assert isinstance(queue, Inline)
    queue.run(binh.here.tools, TASKS)


def publishes(binh: Officer, reason: str = WHY, **changes: Any) -> httpx2.Response:
    return binh.sends(PUBLISH, **fills(binh, **changes), reason=reason)


def state_of(binh: Officer, event: Event, run: str) -> str:
    with reading(binh.here.engine) as connection:
        row = activities.get(connection, event.id, run)
    assert row is not None
    return row.state


# ---- The form means the rules that it was filled from ------------------------------------------


def rules_of_a_browser(rules: Rules, lang: str) -> Rules:
    """What comes of rules that are shown as a page and sent back as they stand."""
    view = form_page(EVENT, filled(rules, lang, base=rules.version), standing=rules)
    page = render(
        "organiser/rules_form.html", lang, v=view, event=EVENT, waiting=0, nav="rules", path=EDIT
    )
    return rules_of_fields(form_in(page), rules)


def rules_of_fields(sent: Mapping[str, list[str]], standing: Rules) -> Rules:
    lists = {"sports", "check"} | {name for name in sent if name.startswith(("hours_", "area_"))}
    fields = RuleFields(**{n: each if n in lists else each[0] for n, each in sent.items()})  # type: ignore[arg-type]  # a str or a list, as each field wants
    draft = read(fields.shown(), standing)
    assert draft.changes is not None, draft.errors
    rules = merged(event_of(standing), draft.changes)
    return replace(rules, version=standing.version)


def numbers(name: str) -> st.SearchStrategy[Any]:
    field = NUMBERS[name]
    if field.quantity is Quantity.COUNT:
        held: st.SearchStrategy[Any] = st.integers(int(field.low), int(field.high))
    else:
        held = st.floats(field.low, field.high).map(lambda each: round(each, 6))
    return st.none() | held if field.optional else held


HOURS = st.tuples(
    st.sets(st.integers(1, 7), min_size=1), st.integers(0, 1439), st.integers(1, 1440)
).filter(lambda hours: hours[1] < hours[2])
AREAS = st.fixed_dictionaries(
    {
        "name": st.text(min_size=1, max_size=40).map(tidy).filter(bool),
        "lat": st.floats(-90, 90).map(lambda each: round(each, 9)),
        "lon": st.floats(-180, 180).map(lambda each: round(each, 9)),
        "radius_m": st.floats(100, 1e6).map(lambda each: round(each, 3)),
    }
)


def hours_as_json(hours: tuple[set[int], int, int]) -> dict[str, Any]:
    days, begins, ends = hours
    clock = [f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in (begins, ends)]
    return {"days": sorted(days), "from": clock[0], "to": clock[1]}


@st.composite
def any_rules(draw: st.DrawFn) -> Rules:
    """Rules that can be."""
    values = {name: draw(numbers(name)) for name in NUMBERS}
    for less, more in (
        ("pace_fast_s", "pace_slow_s"),
        ("km_reject_s", "km_review_s"),
        ("min_distance_m", "max_distance_m"),
    ):
        if values[less] is not None and values[more] is not None:
            values[less], values[more] = sorted((values[less], values[more]))
    if values["pace_fast_s"] is not None and values["walk_slow_s"] is not None:
        values["walk_slow_s"] = max(values["walk_slow_s"], values["pace_fast_s"])
    rest = {
        "sports": st.lists(
            st.sampled_from(["run", "walk", "hike", "other"]), min_size=1, unique=True
        ),
        "pace_basis": st.sampled_from(PaceBasis),
        "indoor": st.sampled_from(IndoorPolicy),
        "heart_rate_required": st.booleans(),
        "cadence_required": st.booleans(),
        "forbidden_hours": st.lists(HOURS.map(hours_as_json), max_size=4),
        "areas": st.lists(AREAS, max_size=3),
        "checks": st.dictionaries(st.sampled_from(sorted(USUAL)), st.sampled_from(CheckState)),
        "version": st.integers(1, 9),
    }
    return rules_from(values | {name: draw(each) for name, each in rest.items()})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [*PRESETS, "everything"])
def test_a_form_that_is_sent_back_as_it_stands_gives_equal_rules(name: str, lang: str) -> None:
    rules = rules_from(EVERYTHING) if name == "everything" else PRESETS[name].rules
    assert rules_of_a_browser(rules, lang) == rules


@given(rules=any_rules(), lang=st.sampled_from(LANGUAGES))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_so_does_the_form_of_any_rules(rules: Rules, lang: str) -> None:
    assert rules_of_a_browser(rules, lang) == rules


@given(rules=any_rules(), lang=st.sampled_from(LANGUAGES))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_so_does_a_form_that_travels_unseen_from_the_preview(rules: Rules, lang: str) -> None:
    sent: Sent = {}
    for name, value in hidden(filled(rules, lang, base=rules.version)):
        sent.setdefault(name, []).append(value)
    # Only what is not as usual travels; a check that the rules name without need does not matter.
    named = {name: state for name, state in rules.checks.items() if state is not USUAL[name]}
    bare = replace(rules, checks=named)
    assert rules_of_fields(sent, bare) == bare


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_published_as_it_is(binh: Officer, event: Event, name: str) -> None:
    sent = form_in(binh.sees(EDIT, bo=name))
    answer = binh.sends(PUBLISH, **sent, reason=WHY)
    if name == event.preset:
        assert answer.status_code == 422
        assert "không có gì để công bố" in words(answer.text)
    else:
        assert answer.status_code == 303
        assert stands(binh) == replace(PRESETS[name].rules, version=2)


@pytest.mark.parametrize("typed", ["12,5", "12.5", " 12,5 km"])
def test_a_decimal_comma_and_a_point_mean_the_same(binh: Officer, event: Event, typed: str) -> None:
    assert publishes(binh, max_distance_m=typed).status_code == 303
    assert stands(binh) == replace(event.rules, max_distance_m=12_500.0, version=2)


# ---- Reading -----------------------------------------------------------------------------------


def test_the_page_tells_the_rules_and_why_runs_are_rejected(binh: Officer, walked: str) -> None:
    page = binh.sees(ROOT, lang="vi")
    said = words(page).replace("\N{NO-BREAK SPACE}", " ")
    assert "Thể lệ số 1" in said
    assert "100% số bài bị loại theo thể lệ là do: Chậm hơn 15:00 /km (đi bộ: 20:00 /km)" in said
    assert "Nới “Chậm nhất khi chạy” đến 20:00 /km thì 1 bài thành hợp lệ." in said
    assert f"{EDIT}?rule=pace_slow_s&value=1200" in links(parse(page))
    assert "Thể lệ lúc bắt đầu giải." in said


def test_the_overview_has_one_line_of_it(binh: Officer, walked: str) -> None:
    page = binh.sees("/btc/huu-lung", lang="vi")
    assert "Nới “Chậm nhất khi chạy” đến 20:00" in words(page)
    assert {f"{EDIT}?rule=pace_slow_s&value=1200", f"{ROOT}#why"} <= links(parse(page))


def test_the_link_of_a_looser_limit_opens_the_form_with_it(binh: Officer, walked: str) -> None:
    page = binh.sees(EDIT, rule="pace_slow_s", value="1200")
    assert form_in(page)["pace_slow_s"] == ["20:00"]
    assert "Đã điền sẵn cho bạn" in words(page)
    assert form_in(page) == form_in(binh.sees(EDIT)) | {"pace_slow_s": ["20:00"]}


@pytest.mark.parametrize(
    "query",
    [
        {"rule": "pace_slow_s", "value": "nan"},
        {"rule": "runs_per_day", "value": "inf"},
        {"rule": "pace_slow_s", "value": "1"},
        {"rule": "checks", "value": "1"},
        {"rule": "\0", "value": "١"},
        {"rule": "version", "value": "9"},
        {"bo": "khong-co"},
    ],
)
def test_a_link_that_means_nothing_opens_the_form_as_it_is(
    binh: Officer, event: Event, query: dict[str, str]
) -> None:
    page = binh.sees(EDIT, **query)
    assert form_in(page) == form_in(binh.sees(EDIT))
    assert "Đã điền sẵn" not in words(page)


# ---- Trying out --------------------------------------------------------------------------------


def test_the_preview_says_who_changes_and_writes_nothing(
    binh: Officer, event: Event, walked: str
) -> None:
    answer = binh.sends(TRY, **fills(binh, pace_slow_s="20"))
    assert answer.status_code == 200
    said = words(answer.text).replace("\N{NO-BREAK SPACE}", " ")
    assert "Chậm nhất khi chạy: 15:00 /km → thành 20:00 /km" in said
    assert "1 bài của 1 VĐV Bị loại thành Hợp lệ" in said
    assert "Lý Thị Hương" in said
    assert "Quá chậm 1 0 0" in said
    assert f"/btc/huu-lung/duyet/{walked}" in links(parse(answer.text))
    assert "chưa có hạng → thành 2" in said
    assert stands(binh) == event.rules
    assert state_of(binh, event, walked) == "rejected"


def test_what_is_wrong_stands_beside_its_field_and_the_rest_stays(
    binh: Officer, event: Event
) -> None:
    answer = binh.sends(TRY, **fills(binh, pace_fast_s="nhanh", max_distance_m="0,5", bib="x"))
    assert answer.status_code == 422
    ids = {e.attributes.get("id"): e for e in parse(answer.text).all()}
    assert ids["pace_fast_s"].attributes["value"] == "nhanh"
    assert "4:30" in ids["pace_fast_s-wrong"].text
    assert "dài hơn bài dài nhất" in ids["min_distance_m-wrong"].text
    assert ids["pace_slow_s"].attributes["value"] == "15:00"


def test_the_form_as_it_stands_is_nothing_to_publish(binh: Officer, event: Event) -> None:
    answer = binh.sends(TRY, **fills(binh))
    assert answer.status_code == 422
    assert "không có gì để công bố" in words(answer.text)


def test_more_rows_can_be_had_and_what_was_typed_stays(binh: Officer, event: Event) -> None:
    sent = fills(binh, area_name="xã Hữu Lũng", area_middle="21.5, 106.3", area_radius="8,5")
    page = binh.sends(EDIT, **sent, more="areas").text
    again = form_in(page)
    assert again["area_name"] == ["xã Hữu Lũng", "", "", ""]
    assert again["area_radius"] == ["8,5", "", "", ""]
    answer = binh.sends(PUBLISH, **again, reason=WHY)
    assert answer.status_code == 303
    (area,) = stands(binh).areas
    assert (area.name, area.lat, area.lon, area.radius_m) == ("xã Hữu Lũng", 21.5, 106.3, 8500)


def test_one_may_go_back_from_the_preview_and_change_something_more(
    binh: Officer, event: Event
) -> None:
    preview = binh.sends(
        TRY,
        **fills(binh, pace_slow_s="16", hours_day=["0.1", "0.2"], hours_from="8", hours_to="11h30"),
    ).text
    back = binh.sends(EDIT, **form_in(preview, EDIT))
    assert back.status_code == 200
    again = form_in(back.text)
    assert again["pace_slow_s"] == ["16"]
    assert again["hours_day"] == ["0.1", "0.2"]
    assert (again["hours_from"], again["hours_to"]) == (["8", ""], ["11h30", ""])


# ---- Publishing --------------------------------------------------------------------------------


def test_from_a_preview_to_runs_that_are_judged_anew(
    binh: Officer, event: Event, walked: str, client: TestClient
) -> None:
    preview = binh.sends(TRY, **fills(binh, pace_slow_s="20")).text
    answer = binh.sends(PUBLISH, **form_in(preview, PUBLISH) | {"reason": [WHY]})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{ROOT}?xong=the-le")
    page = binh.sees(ROOT, xong="the-le")
    said = words(page).replace("\N{NO-BREAK SPACE}", " ")
    assert "Thể lệ số 2" in said
    assert f"Lý do: {WHY}" in said
    assert "Đang xét lại mọi bài theo thể lệ số 2" in said
    assert "Chậm nhất khi chạy: 15:00 /km → thành 20:00 /km" in said
    (card,) = (e for e in parse(page).all() if "data-follow" in e.attributes)
    assert binh.http.get(card.attributes["data-follow"]).json()["state"] == "queued"
    assert client.get("/e/huu-lung/bxh").status_code == 200
    works(binh)
    said = words(binh.sees(ROOT))
    assert "Mọi bài đã được xét theo thể lệ số 2. Thành hợp lệ: 1 bài" in said
    assert state_of(binh, event, walked) == "accepted"


def test_reasons_are_counted_once_every_run_is_examined(
    binh: Officer, event: Event, walked: str
) -> None:
    publishes(binh, pace_slow_s="16")
    assert "Phần này được tính khi mọi bài đã xét xong" in words(binh.sees(ROOT))
    assert f"{EDIT}?rule=" not in binh.sees("/btc/huu-lung")
    works(binh)
    said = words(binh.sees(ROOT)).replace("\N{NO-BREAK SPACE}", " ")
    assert "Mọi bài đã được xét theo thể lệ số 2. Không bài nào đổi trạng thái." in said
    assert "Chậm hơn 16:00 /km (đi bộ: 20:00 /km)" in said
    assert f"{EDIT}?rule=pace_slow_s&value=1200" in links(parse(binh.sees("/btc/huu-lung")))


def test_what_could_not_all_be_examined_may_be_examined_again(binh: Officer, event: Event) -> None:
    publishes(binh, pace_slow_s="16")
    (card,) = (e for e in parse(binh.sees(ROOT)).all() if "data-follow" in e.attributes)
    job = card.attributes["data-follow"].rpartition("/")[2]
    error = {"code": "ERROR", "text": "Not a run", "facts": {}}
    with transaction(binh.here.engine) as connection:
        assert jobs.fail(connection, job, error=error, now=binh.here.clock())
    page = binh.sees(ROOT)
    assert "Chưa xét lại được hết các bài." in words(page)
    preview = binh.sends(TRY, **form_in(page))
    assert "Không đổi mức nào; mọi bài được xét lại." in words(preview.text)
    sent = form_in(preview.text, PUBLISH) | {"reason": ["Lần trước lỗi."]}
    assert binh.sends(PUBLISH, **sent).status_code == 303
    assert stands(binh) == replace(event.rules, pace_slow_s=960.0, version=3)
    works(binh)
    said = words(binh.sees(ROOT))
    assert "Mọi bài đã được xét theo thể lệ số 3." in said
    assert "Không đổi mức nào; chỉ xét lại các bài." in said


def test_without_a_reason_nothing_is_published_and_the_preview_stands_again(
    binh: Officer, event: Event, walked: str
) -> None:
    answer = publishes(binh, reason=" \n", pace_slow_s="20")
    assert answer.status_code == 422
    assert 'id="reason-wrong"' in answer.text
    assert "1 bài của 1 VĐV" in words(answer.text)
    assert form_in(answer.text, PUBLISH)["pace_slow_s"] == ["20"]
    assert stands(binh) == event.rules


def test_of_two_editors_the_second_is_told(binh: Officer, event: Event) -> None:
    slow, fast = fills(binh, pace_slow_s="20"), fills(binh, pace_fast_s="3")
    assert binh.sends(PUBLISH, **fast, reason=WHY).status_code == 303
    for path in (TRY, PUBLISH):
        answer = binh.sends(path, **slow, reason=WHY)
        assert answer.status_code == 422
        assert "đã có người công bố thể lệ số 2" in words(answer.text)
        assert form_in(answer.text)["pace_slow_s"] == ["20"]
    assert binh.sends(TRY, **form_in(answer.text)).status_code == 200
    assert stands(binh).pace_slow_s == 900


def test_a_reason_is_shown_as_text(binh: Officer, event: Event) -> None:
    publishes(binh, reason="<script>alert(1)</script>", pace_slow_s="20")
    assert "<script>alert" not in binh.sees(ROOT)


# ---- By a job ----------------------------------------------------------------------------------


def test_many_runs_are_tried_by_a_job_that_is_followed(
    binh: Officer, event: Event, walked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dry_run, "MOST_AT_ONCE", 1)
    answer = binh.sends(TRY, **fills(binh, pace_slow_s="20"))
    assert answer.status_code == 303
    place = answer.headers["location"]
    waiting = binh.sees(place)
    (card,) = (e for e in parse(waiting).all() if "data-follow" in e.attributes)
    assert card.attributes["data-outcome"] == place
    assert form_in(waiting, EDIT)["pace_slow_s"] == ["20:00"]
    works(binh)
    preview = binh.sees(place)
    assert "1 bài của 1 VĐV" in words(preview)
    sent = form_in(preview, PUBLISH)
    assert binh.sends(PUBLISH, **sent).headers["location"].startswith(f"{TRY}/")
    assert binh.sends(PUBLISH, **sent | {"reason": [WHY]}).status_code == 303
    assert stands(binh) == replace(event.rules, pace_slow_s=1200.0, version=2)


def test_only_a_trial_of_this_event_is_shown(
    binh: Officer, event: Event, walked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishes(binh, pace_slow_s="20")
    (card,) = (e for e in parse(binh.sees(ROOT)).all() if "data-follow" in e.attributes)
    replay = card.attributes["data-follow"].rpartition("/")[2]
    assert binh.http.get(f"{TRY}/{replay}").status_code == 404
    monkeypatch.setattr(dry_run, "MOST_AT_ONCE", 1)
    job = binh.sends(TRY, **fills(binh, pace_slow_s="25")).headers["location"].rpartition("/")[2]
    binh.creates(slug="giai-khac")
    assert binh.http.get(f"/btc/giai-khac/the-le/xem-truoc/{job}").status_code == 404
    assert binh.http.get(f"{TRY}/{job}").status_code == 200
    assert binh.http.get(f"{TRY}/khong-co").status_code == 404


# ---- Who may -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("viewer", (200, 403)),
        ("referee", (200, 403)),
        ("editor", (200, 200)),
        ("owner", (200, 200)),
        (None, (404, 404)),
    ],
)
def test_editors_change_them_and_all_staff_reads_them(
    app: FastAPI, binh: Officer, event: Event, role: str | None, may: tuple[int, int]
) -> None:
    reads, edits = may
    sent = fills(binh, pace_slow_s="20")
    cuong = officer(app, "Cường")
    if role is not None:
        binh.appoints(cuong, event, role)
    assert cuong.http.get(ROOT).status_code == reads
    assert cuong.http.get(EDIT).status_code == edits
    assert cuong.sends(EDIT, **sent).status_code == edits
    assert cuong.sends(TRY, **sent).status_code == edits
    published = cuong.sends(PUBLISH, **sent, reason=WHY).status_code
    assert published == (303 if edits == 200 else edits)
    cuong.http.close()


def test_visitors_are_asked_to_sign_in(event: Event, client: TestClient) -> None:
    for path in (ROOT, EDIT):
        assert client.get(path).headers["location"].startswith("/btc/dang-nhap")


def test_official_results_keep_their_rules(binh: Officer, event: Event) -> None:
    sent = fills(binh, pace_slow_s="20")
    with transaction(binh.here.engine) as connection:
        row = event_rows.get(connection, event.id)
        assert row is not None
        event_rows.update(connection, replace(row, state=EventState.FINAL.value))
    assert EDIT not in links(parse(binh.sees(ROOT)))
    assert "Kết quả đã chính thức" in words(binh.sees(ROOT))
    assert binh.http.get(EDIT).status_code == 409
    for path in (TRY, PUBLISH, EDIT):
        assert binh.sends(path, **sent, reason=WHY).status_code == 409
    assert stands(binh) == event.rules


# ---- Odd requests ------------------------------------------------------------------------------

TEXTS = st.text(max_size=30) | st.sampled_from(
    ["1e999", "nan", "-0", "9" * 400, "٣:٣٠", "\0", "0.5"]
)


@given(
    path=st.sampled_from([TRY, PUBLISH, EDIT]),
    singles=st.dictionaries(
        st.sampled_from(sorted({*NUMBERS, "indoor", "pace_basis", "base", "more", "reason"})), TEXTS
    ),
    lists=st.dictionaries(
        st.sampled_from(
            [
                *("sports", "check", "hours_day", "hours_from", "hours_to"),
                *("area_name", "area_middle", "area_radius"),
            ]
        ),
        st.lists(TEXTS, max_size=4),
    ),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_typed_is_answered(
    binh: Officer, event: Event, path: str, singles: dict[str, str], lists: dict[str, list[str]]
) -> None:
    usual = {"base": "1", "pace_basis": "elapsed", "indoor": "deny", "sports": ["run"]}
    numbers = {"burst_m": "300", "distance_tolerance": "1"}
    answer = binh.sends(path, **usual | numbers | singles | lists)
    assert answer.status_code in {200, 303, 409, 422}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"hours_from": ["8"] * 400, "hours_to": ["9"] * 400},
        {"area_name": ["x"] * 501},
        {"pace_slow_s": "1" * 501},
        {"reason": "x" * 5000},
        {"check": ["sport:x", "khong-co:off", ":", "sport"], "base": "1"},
        {"x": "y" * 100_000},
    ],
)
def test_a_form_that_no_browser_sends_is_refused(
    binh: Officer, event: Event, fields: dict[str, Any]
) -> None:
    for path in (TRY, PUBLISH):
        assert binh.sends(path, **fields).status_code == 422
    assert stands(binh) == event.rules
