"""The organiser's pages about results: their stages, how doubt is dealt with, the log."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from race.api.pages.organiser import trail_words
from race.event import EventState
from race.i18n import LANGUAGES
from race.services import events
from race.store import audit
from race.store.audit import AuditRow
from race.store.database import transaction
from race.verdict import Decision, Remark
from tests.cast import API, EVENT, HUU_LUNG, Cast, Official, Sent, Visitor, told
from tests.pages import test_organiser_pages as house
from tests.pages.test_organiser_pages import Element, forms, links, names, parse
from tests.runs import gpx, steady, with_kilometres

ROOT = Path(__file__).resolve().parents[2]
BTC = f"/btc/{EVENT}"
RESULTS, PROCEDURE, TRAIL = f"{BTC}/ket-qua", f"{BTC}/cach-lam", f"{BTC}/nhat-ky"
FIVE_KM = steady(5050, 1515)
#: How doubt is dealt with, as a browser sends it; reports are off.
FORM = {"protest_hours": "24", "cards": "1", "runner_out_at": "3", "team_out_at": "5"}


def page(person: Visitor, path: str, lang: str = "en") -> Element:
    """A page as somebody sees it."""
    answer = person.sees(path, lang=lang)
    assert answer.status_code == 200, answer.text
    return parse(answer.text)


def sends(person: Visitor, path: str, **fields: str) -> Element:
    """A form that comes back with what is wrong."""
    answer = person.asks("POST", path, data=fields)
    assert answer.status_code in {409, 422}, answer.status_code
    return parse(answer.text)


def done(person: Visitor, path: str, **fields: str) -> str:
    """Where a form leads that was taken."""
    answer = person.asks("POST", path, data=fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def stages(root: Element) -> list[tuple[str, str]]:
    """(class, name) of the four."""
    (steps,) = (e for e in root.all("ol") if "stages" in e.classes)
    return [(li.classes[0], next(li.all("b")).text) for li in steps.all("li")]


@pytest.fixture
def sent(open_event: Cast) -> Sent:
    return open_event.anh.enters("5km").sends(gpx(FIVE_KM))


@pytest.fixture
def closed(open_event: Cast, sent: Sent) -> Cast:
    assert done(open_event.binh, f"{BTC}/trang-thai", state="closed") == f"{RESULTS}?xong=dong"
    return open_event


@pytest.fixture
def official(closed: Cast) -> Cast:
    closed.clock.pass_by(hours=49)
    assert done(closed.binh, RESULTS, confirm=EVENT) == f"{RESULTS}?xong=chinh-thuc"
    closed.clock.pass_by(hours=1)
    return closed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_keeps_the_rules_of_the_house(official: Cast, sent: Sent, lang: str) -> None:
    official.vy.rejects(sent, because="Đi nhờ xe ở km 3.")
    assert (
        official.binh.creates(HUU_LUNG | {"slug": "khac", "state": "closed"})["state"] == "closed"
    )
    for event in (EVENT, "khac"):
        for name in ("ket-qua", "cach-lam", "nhat-ky"):
            shown = page(official.binh, f"/btc/{event}/{name}", lang)
            house.test_no_page_needs_what_the_content_policy_forbids(shown)
            house.test_ids_are_unique_and_every_reference_is_there(shown)
            house.test_every_field_has_a_label(shown)
            house.test_nothing_but_the_search_is_sent_by_get(shown)
            house.test_every_form_can_be_sent_without_a_script(shown)
            house.test_every_page_has_one_heading_and_a_title(shown)
            house.test_at_most_one_button_is_orange(shown)
            house.test_links_and_buttons_have_words(shown)
            house.test_organisers_are_not_found_by_search_engines(shown)


class TestResults:
    """`/btc/{event}/ket-qua`."""

    def test_the_stages_follow_each_other(self, open_event: Cast) -> None:
        binh = open_event.binh
        words = ["Runs come in", "Provisional", "Protests", "Official"]

        def states() -> list[str]:
            found = stages(page(binh, RESULTS))
            assert [name for _, name in found] == words
            return [state for state, _ in found]

        assert states() == ["here", "ahead", "ahead", "ahead"]
        open_event.set_clock("2026-11-26T08:00:00+07:00")
        assert states() == ["done", "here", "ahead", "ahead"]
        done(binh, f"{BTC}/trang-thai", state="closed")
        assert states() == ["done", "done", "here", "ahead"]
        open_event.clock.pass_by(hours=49)
        assert states() == ["done", "done", "here", "ahead"]
        done(binh, RESULTS, confirm=EVENT)
        assert states() == ["done", "done", "done", "here"]

    def test_what_is_in_the_way_leads_to_the_desk(self, open_event: Cast) -> None:
        open_event.huong.enters("5km").sends(gpx(*with_kilometres(300, 300, 205, 300, 300)))
        done(open_event.binh, f"{BTC}/trang-thai", state="closed")
        shown = page(open_event.binh, RESULTS)
        assert "1 run waits for a referee" in shown.text
        assert "Runners may protest until 12:30 on 16 Nov 2026" in shown.text
        assert f"{BTC}/duyet" in links(shown)
        assert names(forms(shown)[RESULTS]) == {"confirm", "reason"}
        open_event.clock.pass_by(hours=49)
        assert "protest until" not in page(open_event.binh, RESULTS).text

    def test_once_nothing_is_no_reason_is_asked_for(self, closed: Cast) -> None:
        closed.clock.pass_by(hours=49)
        shown = page(closed.binh, RESULTS)
        assert "Nothing is in the way" in shown.text
        assert names(forms(shown)[RESULTS]) == {"confirm"}

    @pytest.mark.parametrize("confirm", ["", "huu-lun", "HUU-LUNG"])
    def test_nothing_is_done_until_the_address_is_typed(self, closed: Cast, confirm: str) -> None:
        shown = sends(closed.binh, RESULTS, confirm=confirm, reason="Lễ trao giải tối nay.")
        assert "chưa thực hiện gì" in shown.text
        (area,) = shown.all("textarea")
        assert area.text == "Lễ trao giải tối nay."
        assert told(closed.binh.sees(f"{API}/{EVENT}"))["state"] == "closed"

    def test_without_a_reason_it_says_what_is_open(self, closed: Cast) -> None:
        shown = sends(closed.binh, RESULTS, confirm=EVENT)
        assert "hết hạn khiếu nại lúc 12:30 ngày 16/11/2026" in shown.text
        assert told(closed.binh.sees(f"{API}/{EVENT}"))["state"] == "closed"
        done(closed.binh, RESULTS, confirm=EVENT, reason="Lễ trao giải tối nay.")
        assert "Lễ trao giải tối nay." in page(closed.binh, RESULTS).text

    def test_the_hash_stands_with_how_to_check_it(self, official: Cast) -> None:
        answer = official.visitor.sees(f"{API}/{EVENT}/final.json")
        shown = page(official.binh, RESULTS)
        assert answer.headers["etag"].strip('"') in shown.text
        assert f"curl -s http://testserver{API}/{EVENT}/final.json | sha256sum" in shown.text
        assert "python -m race official huu-lung" in shown.text
        assert not forms(shown)

    def test_a_late_change_stands_with_its_reason(self, official: Cast, sent: Sent) -> None:
        assert "No result has changed since." in page(official.binh, RESULTS).text
        official.vy.rejects(sent, because="Đi nhờ xe ở km 3.")
        shown = page(official.binh, RESULTS)
        assert "25:00 · 5.00 km · 1 run → no result" in shown.text
        assert "Đi nhờ xe ở km 3." in shown.text
        assert "Vỹ" in shown.text
        assert f"{BTC}/vdv/{official.anh.bib}" in links(shown)

    def test_a_referee_looks_and_is_offered_nothing(self, closed: Cast) -> None:
        shown = page(closed.vy, RESULTS)
        assert not forms(shown)
        assert "The owner of the event" in shown.text
        assert closed.vy.asks("POST", RESULTS, data={"confirm": EVENT}).status_code == 403

    def test_a_draft_has_none(self, cast: Cast) -> None:
        assert "there are no results yet" in page(cast.binh, RESULTS).text


class TestProcedure:
    """`/btc/{event}/cach-lam`."""

    def test_what_is_saved_is_shown_and_stands_in_the_log(self, cast: Cast) -> None:
        assert done(cast.binh, PROCEDURE, **FORM) == f"{PROCEDURE}?xong=cach-lam"
        assert told(cast.binh.sees(f"{API}/{EVENT}"))["procedure"] == {
            "protest_within_s": 86_400,
            "reports": False,
            "cards": True,
            "runner_out_at": 3,
            "team_out_at": 5,
        }
        log = page(cast.binh, TRAIL).text
        assert "Time for protests: 48 → 24 hours." in log
        assert "Reports by other runners are not taken any more." in log
        assert "Referees may show cards." in log
        assert "Cards that take a runner out: 2 → 3." in log

    def test_parts_of_hours_are_typed_with_either_sign(self, cast: Cast) -> None:
        done(cast.binh, PROCEDURE, **FORM | {"protest_hours": "1,5"})
        assert told(cast.binh.sees(f"{API}/{EVENT}"))["procedure"]["protest_within_s"] == 5400
        (field,) = (
            e
            for e in page(cast.binh, PROCEDURE).all("input")
            if e.attributes.get("id") == "protest_hours"
        )
        assert field.attributes["value"] == "1.5"

    @pytest.mark.parametrize(
        ("name", "typed"),
        [
            ("protest_hours", "0"),
            ("protest_hours", "337"),
            ("protest_hours", ""),
            ("protest_hours", "hai ngày"),
            ("protest_hours", "1e2"),
            ("runner_out_at", "0"),
            ("runner_out_at", "11"),
            ("runner_out_at", "1,5"),
            ("team_out_at", "51"),
            ("team_out_at", "²"),
        ],
    )
    def test_what_is_wrong_is_said_under_its_field_and_kept(
        self, cast: Cast, name: str, typed: str
    ) -> None:
        before = told(cast.binh.sees(f"{API}/{EVENT}"))["procedure"]
        shown = sends(cast.binh, PROCEDURE, **FORM | {name: typed})
        by_id = {e.attributes.get("id"): e for e in shown.all()}
        assert by_id[name].attributes["value"] == typed
        assert by_id[f"{name}-wrong"].text
        assert told(cast.binh.sees(f"{API}/{EVENT}"))["procedure"] == before

    def test_an_official_event_shows_it_and_takes_nothing(self, official: Cast) -> None:
        assert not forms(page(official.binh, PROCEDURE))
        assert official.binh.asks("POST", PROCEDURE, data=FORM).status_code == 409

    def test_a_referee_reads_it(self, cast: Cast) -> None:
        assert not forms(page(cast.vy, PROCEDURE))
        assert cast.vy.asks("POST", PROCEDURE, data=FORM).status_code == 403


class TestTrail:
    """`/btc/{event}/nhat-ky`."""

    def test_who_did_what_when(self, official: Cast, sent: Sent) -> None:
        official.vy.rejects(sent, because="Đi nhờ xe.")
        lines = [li.text for li in _lines(official.binh)]
        bib = official.anh.bib
        assert (
            lines[0] == f"Run decided · BIB {bib} The run does not count. Why: Đi nhờ xe. "
            "14:30 on 16 Nov 2026 · Vỹ"
        )
        assert lines[1].startswith("Results made official SHA-256 ")
        assert [line.split(" 12:30")[0] for line in lines[2:]] == [
            "Event closed",
            "Event opened",
            "Event created",
        ]

    def test_it_is_narrowed_by_person_and_by_kind(self, official: Cast, sent: Sent) -> None:
        official.vy.rejects(sent, because="Đi nhờ xe.")
        assert len(_lines(official.binh, f"?nguoi={official.vy.account}")) == 1
        assert len(_lines(official.binh, "?viec=event.open")) == 1
        assert len(_lines(official.binh, f"?nguoi={official.vy.account}&viec=event.open")) == 0
        assert len(_lines(official.binh, "?nguoi=-")) == 0
        everything = len(_lines(official.binh))
        for odd in ("?nguoi=nobody", "?viec=x'--", "?page=99999999", "?page=-1", "?page=%00"):
            assert len(_lines(official.binh, odd)) == everything

    def test_fifty_lines_are_a_page(self, cast: Cast) -> None:
        for number in range(120):
            told(cast.binh.changes(contact=f"Zalo {number}"))
        assert len(_lines(cast.binh)) == 50
        assert len(_lines(cast.binh, "?page=3")) == 21  # and the line of its creation
        assert len(_lines(cast.binh, "?page=9")) == 21
        shown = page(cast.binh, TRAIL)
        assert f"{TRAIL}?page=2" in {h.split("&lang")[0] for h in links(shown)}

    def test_what_a_runner_did_names_nobody(self, open_event: Cast, sent: Sent) -> None:
        gone = open_event.anh.asks("DELETE", f"{API}/{EVENT}/submissions/{sent.id}")
        assert gone.status_code == 204
        first = _lines(open_event.binh)[0].text
        assert first.startswith("File taken back Runs in it: 1.")
        assert first.endswith("a runner")

    def test_who_was_erased_is_a_number(self, open_event: Cast, sent: Sent) -> None:
        open_event.vy.rejects(sent, because="Đi nhờ xe.")
        told_bib = open_event.anh.bib
        open_event.binh.asks("DELETE", f"{API}/{EVENT}/entries/{told_bib}")
        shown = page(open_event.binh, TRAIL)
        assert open_event.anh.name not in shown.text
        assert f"{BTC}/vdv/{told_bib}" not in links(shown)
        assert _lines(open_event.binh)[1].text.startswith("Run decided The run does not count.")

    @pytest.mark.parametrize("person", ["visitor", "anh", "cuong"])
    def test_nobody_else_sees_it(self, open_event: Cast, sent: Sent, person: str) -> None:
        somebody: Visitor = getattr(open_event, person)
        for path in (RESULTS, PROCEDURE, TRAIL):
            status = somebody.sees(path).status_code
            assert status == (404 if isinstance(somebody, Official) else 303)


def _lines(person: Visitor, query: str = "") -> list[Element]:
    answer = person.asks("GET", TRAIL + query + ("&" if query else "?") + "lang=en")
    assert answer.status_code == 200
    found = [e for e in parse(answer.text).all("ol") if "list" in e.classes]
    return list(found[0].all("li")) if found else []


def test_every_action_of_the_program_has_its_words() -> None:
    assert _actions() <= trail_words.ACTIONS.keys()
    # "demo.seeded" has a name of its own in the program.
    assert trail_words.ACTIONS.keys() - _actions() <= {"demo.seeded"}


def _actions() -> set[str]:
    """Every value that an action has somewhere; those made of a word by all its words."""
    found: set[str] = set()
    for path in (ROOT / "race").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                (action,) = (k.value for k in node.keywords if k.arg == "action")
                found |= _values(action)
    return found


def _values(action: ast.expr) -> set[str]:
    if isinstance(action, ast.Constant):
        return {str(action.value)}
    text = ast.unparse(action)
    made = {"{state}": EventState, "{kind.value}": Remark}
    for part, kinds in made.items():
        if part in text:
            return {re.sub(r"^f'|'$", "", text).replace(part, kind.value) for kind in kinds}
    assert text == "_SEEDED", f"what is {text}?"
    return set()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("decision", Decision)
def test_every_decision_has_its_words(lang: str, decision: Decision) -> None:
    detail = {
        "decision": decision.value,
        "before": "review",
        "amends": {"shift_s": 3},
        "card": True,
    }
    row = AuditRow(
        event_id="",
        id=1,
        at=datetime(2026, 11, 14, tzinfo=UTC),
        account_id=None,
        action="activity.rule",
        subject="",
        detail=detail,
    )
    assert len(trail_words.details(row)) == 3
    assert all(said[lang] for said in trail_words.details(row))


def test_an_action_of_another_release_is_shown_by_its_own_name(cast: Cast) -> None:
    with transaction(cast.here.engine) as connection:
        audit.record(
            connection,
            event_id=events.find(connection, EVENT).id,
            at=cast.clock.now,
            account_id=None,
            action="cannon.fired",
            subject="x",
            detail={"odd": 1},
        )
    assert _lines(cast.binh)[0].text.startswith("cannon.fired")
