"""The rules of an event through HTTP: read, tried, published; and whatever else somebody sends."""

import json
from dataclasses import fields
from typing import Any, Final

import httpx2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from race.rules import Rules
from race.services import dry_run
from race.services.tasks import TASKS
from race.services.work import Inline
from race.store import events
from race.store.database import transaction
from race.store.events import RoleRow
from tests.cast import API, EVENT, Cast, Official, Runner, Sent, Visitor, listed, told
from tests.runs import gpx, steady, with_kilometres

RULES: Final = f"{API}/{EVENT}/rules"
JSON: Final = {"Content-Type": "application/json"}
WALKERS: Final = {"rules": {"pace_slow_s": 1200}}


def works(cast: Cast) -> None:
    """All jobs that were asked for."""
    queue = cast.here.queue
    assert isinstance(queue, Inline)
    queue.run(cast.here.tools, TASKS)


def tries(who: Visitor, body: object = WALKERS) -> httpx2.Response:
    return who.asks("POST", f"{RULES}/dry-run", json=body)


def publishes(
    who: Visitor, rules: dict[str, Any], reason: str = "Có nhiều người đi bộ"
) -> httpx2.Response:
    return who.asks("PUT", RULES, json={"rules": rules, "reason": reason})


def as_role(cast: Cast, role: str) -> Official:
    """Cường, with that role."""
    with transaction(cast.here.engine) as connection:
        event = events.by_slug(connection, EVENT)
        assert event is not None
        row = RoleRow(event_id=event.id, account_id=cast.cuong.account, role=role)
        events.set_role(connection, row)
    return cast.cuong


@pytest.fixture
def walked(open_event: Cast) -> tuple[Runner, Sent]:
    """Hương walked 5 km in 16:10 /km, Ánh ran."""
    anh, huong = open_event.anh.enters("5km"), open_event.huong.enters("5km", "10km")
    assert anh.sends(gpx(steady(5050, 1500))).state == "accepted"
    sent = huong.sends(gpx(steady(5050, 4900)))
    assert sent.codes == ["TOO_SLOW"]
    return huong, sent


class TestReading:
    """For everybody."""

    def test_the_rules_in_force_and_every_version_with_its_reason(self, open_event: Cast) -> None:
        first = told(open_event.visitor.sees(RULES))
        assert first["version"] == 1
        assert first["rules"].keys() == {each.name for each in fields(Rules)}
        assert [(v["version"], v["reason"]) for v in first["versions"]] == [(1, "")]
        open_event.clock.pass_by(hours=1)
        told(publishes(open_event.binh, {"pace_slow_s": 1200}), 202)
        now = told(open_event.visitor.sees(RULES))
        assert (now["version"], now["rules"]["version"], now["rules"]["pace_slow_s"]) == (
            2,
            2,
            1200,
        )
        newest, oldest = now["versions"]
        assert newest == {
            "version": 2,
            "reason": "Có nhiều người đi bộ",
            "published_at": "2026-11-14T06:30:00+00:00",
            "rules": now["rules"],
        }
        assert oldest["rules"] == first["rules"]

    def test_those_of_a_draft_are_for_its_staff(self, cast: Cast) -> None:
        assert cast.visitor.sees(RULES).status_code == 404
        assert told(cast.vy.sees(RULES))["version"] == 1

    def test_what_is_read_can_be_sent_back(self, open_event: Cast) -> None:
        rules = told(open_event.visitor.sees(RULES))["rules"]
        assert told(publishes(open_event.binh, rules), 202)["version"] == 2
        again = told(open_event.visitor.sees(RULES))["rules"]
        assert again == rules | {"version": 2}


class TestTrying:
    """A dry run."""

    def test_it_tells_whose_runs_and_places_would_change_and_changes_nothing(
        self, open_event: Cast, walked: tuple[Runner, Sent]
    ) -> None:
        huong, sent = walked
        before = open_event.visitor.board("5km-overall")
        assert told(tries(open_event.binh)) == {
            "changed": [
                {
                    "bib": huong.bib,
                    "activity": sent.run["id"],
                    "from": "rejected",
                    "to": "accepted",
                    "codes": ["TOO_SLOW"],
                    "because": ["TOO_SLOW"],
                }
            ],
            "ranks": [
                {"race": "5km", "bib": huong.bib, "from": None, "to": 2},
                {"race": "10km", "bib": huong.bib, "from": None, "to": 1},
            ],
            "by_rule": {"TOO_SLOW": {"accepted": 1, "review": 0, "rejected": 0}},
            "unread": 0,
        }
        assert open_event.visitor.board("5km-overall") == before
        assert told(open_event.visitor.sees(RULES))["version"] == 1

    def test_what_takes_longer_is_a_job_whose_result_is_the_same(
        self,
        open_event: Cast,
        walked: tuple[Runner, Sent],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        at_once = told(tries(open_event.binh))
        monkeypatch.setattr(dry_run, "MOST_AT_ONCE", 1)
        job = told(tries(open_event.binh), 202)["job"]
        works(open_event)
        done = told(open_event.binh.sees(f"/api/v1/jobs/{job}"))
        assert (done["kind"], done["state"]) == ("dry-run", "done")
        assert done["result"] == at_once
        for other in (walked[0], open_event.cuong):
            assert other.sees(f"/api/v1/jobs/{job}").status_code == 404


class TestPublishing:
    """Other rules for everybody."""

    def test_runs_are_examined_by_them(self, open_event: Cast, walked: tuple[Runner, Sent]) -> None:
        huong, _ = walked
        done = told(publishes(open_event.binh, {"pace_slow_s": 1200}), 202)
        assert done["version"] == 2
        assert told(open_event.binh.sees(f"/api/v1/jobs/{done['job']}"))["state"] == "queued"
        works(open_event)
        assert (2, huong.name) in open_event.visitor.ranks("5km-overall")
        assert told(tries(open_event.binh))["changed"] == []

    def test_of_two_who_follow_one_version_the_second_is_told(self, open_event: Cast) -> None:
        body = WALKERS | {"reason": "Có nhiều người đi bộ", "version": 1}
        told(open_event.binh.asks("PUT", RULES, json=body), 202)
        again = open_event.binh.asks("PUT", RULES, json=body)
        assert (again.status_code, again.json()["code"]) == (409, "CONFLICT")
        assert told(open_event.visitor.sees(RULES))["version"] == 2

    def test_without_a_reason_they_are_not(self, open_event: Cast) -> None:
        for reason in ("", " \u200b "):
            answer = publishes(open_event.binh, {"pace_slow_s": 1200}, reason)
            assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_FIELD")
        assert told(open_event.visitor.sees(RULES))["version"] == 1


class TestStatistics:
    """What each rule does."""

    def test_shares_and_what_a_looser_limit_lets_in(
        self, open_event: Cast, walked: tuple[Runner, Sent]
    ) -> None:
        open_event.thang.enters("5km").sends(gpx(*with_kilometres(300, 300, 170, 300, 300)))
        kilometre, pace = sorted(
            listed(open_event.vy.sees(f"{RULES}/statistics")), key=lambda each: str(each["code"])
        )
        assert kilometre["code"] == "KM_TOO_FAST"
        assert pace == {
            "code": "TOO_SLOW",
            "rejected": 1,
            "reviewed": 0,
            "runners": 1,
            "share": 0.5,
            "overruled": 0,
            "looser": [
                {"rule": "pace_slow_s", "value": 960, "runs": 0, "runners": 0},
                {"rule": "pace_slow_s", "value": 1200, "runs": 1, "runners": 1},
            ],
        }


@pytest.mark.parametrize(
    ("role", "sees_statistics", "may"),
    [("viewer", 200, 403), ("referee", 200, 403), ("editor", 200, 200), ("owner", 200, 200)],
)
def test_rules_are_for_editors_and_numbers_for_all_staff(
    open_event: Cast, role: str, sees_statistics: int, may: int
) -> None:
    someone = as_role(open_event, role)
    assert someone.sees(f"{RULES}/statistics").status_code == sees_statistics
    assert tries(someone).status_code == may
    published = publishes(someone, {}).status_code
    assert published == (202 if may == 200 else may)


def test_others_may_neither(open_event: Cast) -> None:
    anh = open_event.anh.enters("5km")
    for who, status in ((open_event.visitor, 401), (anh, 401), (open_event.cuong, 404)):
        assert who.sees(f"{RULES}/statistics").status_code == status
        assert tries(who).status_code == status
        assert publishes(who, {}).status_code == status


NUMBERS = st.one_of(
    st.integers(), st.integers(-(10**400), 10**400), st.floats(), st.sampled_from([1e308, 2**63])
)
TEXTS = st.text(st.characters(exclude_categories=()), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
NAMES = st.sampled_from([each.name for each in fields(Rules)]) | TEXTS
HOURS = st.fixed_dictionaries({"days": VALUES, "from": VALUES, "to": VALUES})
AREAS = st.fixed_dictionaries({"name": VALUES, "lat": VALUES, "lon": VALUES, "radius_m": VALUES})
CHANGES = st.dictionaries(
    NAMES, VALUES | st.lists(HOURS | AREAS, max_size=3) | st.lists(TEXTS, max_size=3), max_size=5
)
BODIES = VALUES | st.fixed_dictionaries({"rules": VALUES | CHANGES, "reason": VALUES | TEXTS})


@pytest.mark.parametrize(("method", "path"), [("PUT", RULES), ("POST", f"{RULES}/dry-run")])
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=BODIES)
@example(body={"rules": {"\ud800": 1}})
@example(body={"rules": {"checks": {"\ud800": {"a": 1}}}, "reason": "\ud800"})
@example(body={"rules": {"areas": [{"name": "\ud800" * 9, "lat": 1, "lon": 2, "radius_m": 1e4}]}})
def test_whatever_json_is_sent_it_is_taken_or_refused_with_words(
    open_event: Cast, method: str, path: str, body: object
) -> None:
    sent = json.dumps(body).encode()
    answer = open_event.binh.asks(method, path, content=sent, headers=JSON)
    if answer.status_code == 422:
        assert all(answer.json()["message"].values())
    else:
        assert answer.status_code == (202 if method == "PUT" else 200), answer.text
        assert told(open_event.visitor.sees(RULES))["rules"]
        assert open_event.visitor.sees(f"/e/{EVENT}").status_code == 200


@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"rules": 1' + b"0" * 100_000 + b"}",
        b'{"rules": {"pace_slow_s": ' + b"9" * 10_000 + b"}}",
        b'{"rules": {"pace_slow_s": ' + b"[" * 900 + b"]" * 900 + b"}}",
        b'{"rules": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"rules":' * 20_000 + b"1" + b"}" * 20_000,
        b'{"rules": {"pace_slow_s": NaN}}',
        b'{"rules": {"areas": [' + b"{}," * 60_000 + b"{}]}}",
    ],
    ids=range(10),
)
def test_what_is_too_deep_too_long_or_no_json_is_refused_with_words(
    open_event: Cast, method: str, body: bytes
) -> None:
    path = RULES if method == "PUT" else f"{RULES}/dry-run"
    answer = open_event.binh.asks(method, path, content=body, headers=JSON)
    assert answer.status_code in {400, 422}, answer.text
    assert all(answer.json()["message"].values())
    assert told(open_event.visitor.sees(RULES))["version"] == 1
