"""The evidence sheet as its readers get it: runner, referee and API the same, others nothing."""

import re
from typing import Any

import pytest

from tests.cast import API, EVENT, Cast, Sent, told
from tests.runs import gpx, steady, with_kilometres

#: The first of five kilometres in 3:20, which a referee looks at.
DOUBTFUL = gpx(*with_kilometres(200.0, 300.0, 300.0, 300.0, 300.0))
HONEST = gpx(steady(5050, 1515))


@pytest.fixture
def sent(open_event: Cast) -> Sent:
    """Ánh's doubtful run."""
    sent = open_event.anh.enters("5km").sends(DOUBTFUL)
    assert sent.state == "review"
    return sent


def lines(activity: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The sheet by its codes."""
    return {line["code"]: line for line in activity["evidence"]}


def titles(html: str) -> set[str]:
    """The rules that a page shows."""
    cards = re.findall(r'<li class="proof[^>]*>\s*<h3>(.*?)</h3>', html)
    rows = re.findall(r'<th scope="row">(.*?)(?:<span|</th>)', html.split('class="kept"')[1])
    return {*cards, *(row for row in rows if not row[0].isdigit())}


def test_an_answer_tells_the_rules_that_were_kept_as_well(sent: Sent) -> None:
    sheet = lines(sent.run)
    quick = sheet["KM_TOO_FAST"]
    assert (quick["outcome"], quick["family"], quick["where"]["to_m"]) == ("look", "pace", 1000.0)
    assert quick["message"] == sent.flags["KM_TOO_FAST"]["message"]
    assert (sheet["TOO_SHORT"]["outcome"], sheet["TOO_SHORT"]["limit_value"]) == ("passed", 1000.0)
    assert "facts" not in quick


def test_the_same_sheet_is_told_later_and_of_one_run(open_event: Cast, sent: Sent) -> None:
    anh, path = open_event.anh, f"{API}/{EVENT}/activities/{sent.run['id']}"
    (again,) = told(anh.upload(sent))["activities"]
    alone = told(anh.sees(path))
    assert again["evidence"] == alone["evidence"] == sent.run["evidence"]
    assert alone["bib"] == anh.bib
    assert told(open_event.vy.sees(path)) == alone
    assert open_event.visitor.sees(path).status_code == 401
    assert open_event.thang.enters("5km").sees(path).status_code == 404


def test_a_list_of_waiting_runs_stays_short(open_event: Cast, sent: Sent) -> None:
    (waiting,) = open_event.vy.reviews()
    assert waiting["id"] == sent.run["id"]
    assert waiting["flags"]
    assert "evidence" not in waiting


def test_runner_and_referee_look_at_one_sheet(open_event: Cast, sent: Sent) -> None:
    own = open_event.anh.sees(f"{open_event.anh.page}/{sent.run['id']}", lang="en").text
    desk = open_event.vy.sees(f"/btc/{EVENT}/duyet/{sent.run['id']}", lang="en").text
    assert titles(own) == titles(desk)
    told_by_the_api = {line["title"]["en"] for line in sent.run["evidence"]}
    assert titles(own) == told_by_the_api


def test_the_public_sees_no_sheet_no_stretch_and_no_finding(open_event: Cast, sent: Sent) -> None:
    anh = open_event.anh
    open_event.vy.accepts(sent, because="Anh ấy chạy nhanh thật.")
    for page in (anh.page, f"{anh.page}/{sent.run['id']}"):
        own, public = (who.sees(page, lang="en").text for who in (anh, open_event.visitor))
        assert "3:20" in own
        public = re.sub(r'<table class="spl">.*?</table>', "", public, flags=re.DOTALL)
        for secret in ("Evidence sheet", "faster than", "km 1:", 'class="proof', 'class="pin'):
            assert secret not in public, secret


def test_advice_is_not_given_where_the_run_counts(open_event: Cast, sent: Sent) -> None:
    page = f"{open_event.anh.page}/{sent.run['id']}"
    assert "What to do:" in open_event.anh.sees(page, lang="en").text
    open_event.vy.accepts(sent, because="Cảm ơn.")
    assert "What to do:" not in open_event.anh.sees(page, lang="en").text


def test_an_honest_run_has_a_sheet_of_kept_rules(open_event: Cast) -> None:
    anh = open_event.anh.enters("5km")
    run = anh.sends(HONEST).run
    assert {line["outcome"] for line in run["evidence"]} == {"passed"}
    page = anh.sees(f"{anh.page}/{run['id']}", lang="en").text
    assert 'class="proof' not in page
    assert "rules were kept" in page
