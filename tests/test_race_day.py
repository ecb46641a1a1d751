"""One race day through HTTP, from the opened draft to the official results.

Every expected number is worked out beside the legs that a run is made of.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from race.__main__ import main
from tests.cast import Cast, Runner, Sent, certificate_code, told
from tests.runs import DAY_S, gpx, steady, with_kilometres
from tests.tracks import MORNING

#: 5,050 m at 5:00 /km: the best 5 km take 25:00.
FIVE_KM = steady(5050, 1515)


def test_a_race_day(open_event: Cast, tmp_path: Path) -> None:
    """Entries, uploads, the board, a ruling and its end, a certificate and its successor."""
    cast = open_event
    cast.anh.enters("5km", "10km")
    cast.huong.enters("5km")
    cast.thang.enters("5km")
    dung = cast.runner("Hoàng Thị Dung", birth_year=1984).enters("5km")

    best = _anh_runs_seven_kilometres(cast.anh)
    _the_same_file_again_changes_nothing(cast.anh, best)
    suspicious = _thang_waits_for_the_referee(cast)
    _thang_sends_anhs_file(cast, best)
    cast.huong.sends(gpx(FIVE_KM, start=MORNING - DAY_S))
    dung.sends(gpx(steady(5050, 1616), start=MORNING - DAY_S))
    assert cast.visitor.ranks("5km-overall") == [
        (1, "Lý Thị Hương"),  # the day before Ánh: who reached a tie first stands first
        (1, "Nguyễn Thị Ngọc Ánh"),
        (3, "Hoàng Thị Dung"),
    ]
    _the_referee_accepts_and_everybody_moves_down(cast, suspicious)
    _the_referee_rejects_and_the_certificate_is_revoked(cast, suspicious)
    _a_corrected_name_replaces_the_certificate(cast, tmp_path)
    _the_results_become_official(cast, suspicious)


def _anh_runs_seven_kilometres(anh: Runner) -> Sent:
    """950 m slowly, 5,000 m in 25:00, 1,100 m slowly: 7,050 m in 38:40."""
    sent = anh.sends(gpx((380, 2.5), steady(5000, 1500), (440, 2.5)), "Chạy sáng.gpx")
    assert (sent.status, sent.state, sent.codes) == (201, "accepted", [])
    assert sent.run["official_distance_m"] == pytest.approx(7050, abs=0.01)
    assert sent.run["elapsed_s"] == 2320
    five, ten = sent.result("5km"), sent.result("10km")
    assert (five["time_s"], five["rank"], five["finished"]) == (1500, 1, True)
    assert ten["distance_m"] == pytest.approx(7050, abs=0.1)
    assert (ten["time_s"], ten["finished"]) == (2320, False)
    return sent


def _the_same_file_again_changes_nothing(anh: Runner, first: Sent) -> None:
    again = anh.sends(gpx((380, 2.5), steady(5000, 1500), (440, 2.5)), "copy.gpx")
    assert (again.status, again.id) == (200, first.id)
    assert (again.state, again.codes) == ("accepted", [])
    assert anh.board("10km-overall")["standings"][0]["runs"] == 1


def _thang_waits_for_the_referee(cast: Cast) -> Sent:
    """His second kilometre took 3:25; the whole run would be the fastest."""
    sent = cast.thang.sends(
        gpx(*with_kilometres(280, 205, 280, 280, 280), start=MORNING - 2 * DAY_S)
    )
    assert (sent.state, sent.codes) == ("review", ["KM_TOO_FAST"])
    flag = sent.flags["KM_TOO_FAST"]
    assert (flag["severity"], flag["limit"], flag["measured"]) == ("review", 210.0, 205.0)
    assert flag["where"] == {"from_s": 280, "to_s": 485, "from_m": 1000, "to_m": 2000}
    assert sent.result("5km")["status"] == "PENDING"
    assert sent.result("5km")["rank"] is None
    assert cast.thang.name not in [name for _, name in cast.visitor.ranks("5km-overall")]
    assert cast.thang.certificate("5km").status_code == 409
    return sent


def _thang_sends_anhs_file(cast: Cast, original: Sent) -> None:
    copy = cast.thang.sends(gpx((380, 2.5), steady(5000, 1500), (440, 2.5)), "my run.gpx")
    assert (copy.status, copy.state, copy.codes) == (201, "review", ["DUP_SAME_FILE"])
    told_to_thang = json.dumps(copy.body, ensure_ascii=False)
    assert cast.anh.name not in told_to_thang
    assert original.id not in told_to_thang
    assert original.run["id"] not in told_to_thang
    mine = told(cast.anh.upload(original))
    assert (mine["state"], mine["activities"][0]["flags"]) == ("accepted", [])
    cast.vy.rejects(copy, because="Tệp này là của VĐV khác.")


def _the_referee_accepts_and_everybody_moves_down(cast: Cast, sent: Sent) -> None:
    waiting = cast.vy.reviews()
    assert [(run["id"], run["bib"]) for run in waiting] == [(sent.run["id"], cast.thang.bib)]
    ruled = cast.vy.accepts(sent, because="Xuống dốc Hữu Liên, nhịp tim khớp.")
    assert (ruled["verdict"], ruled["proposed"]) == ("accepted", "review")
    assert cast.vy.reviews() == []
    assert cast.visitor.ranks("5km-overall") == [
        (1, "Nông Quốc Thăng"),  # 280 + 205 + 3 × 280 s = 22:05
        (2, "Lý Thị Hương"),
        (2, "Nguyễn Thị Ngọc Ánh"),
        (4, "Hoàng Thị Dung"),
    ]
    assert cast.visitor.board("5km-overall")["standings"][0]["time_s"] == 1325
    assert cast.visitor.ranks("5km-female")[0] == (1, "Lý Thị Hương")
    assert cast.visitor.ranks("5km-male") == [(1, "Nông Quốc Thăng")]
    assert cast.thang.certificate("5km").content.startswith(b"%PDF-")


def _the_referee_rejects_and_the_certificate_is_revoked(cast: Cast, sent: Sent) -> None:
    code = certificate_code(cast, cast.thang)
    assert told(cast.visitor.sees(f"/api/v1/certificates/{code}"))["state"] == "valid"
    because = "Bạn chạy cùng xác nhận đã đi xe máy ở km 2."
    cast.vy.rejects(sent, because=because)
    assert cast.visitor.ranks("5km-overall")[0] == (1, "Lý Thị Hương")
    revoked = cast.visitor.sees(f"/api/v1/certificates/{code}")
    assert told(revoked)["state"] == "revoked"
    page = cast.visitor.sees(f"/c/{code}", lang="en")
    assert page.status_code == 200
    assert "No longer valid" in page.text
    assert cast.thang.name not in revoked.text + page.text
    assert cast.visitor.sees(f"/api/v1/certificates/{code}.json").status_code == 404
    assert cast.visitor.sees(f"/c/{code}.pdf").status_code == 404
    assert cast.thang.certificate("5km").status_code == 409
    mine = cast.thang.sees(f"{cast.thang.page}/{sent.run['id']}")
    assert because in mine.text


def _a_corrected_name_replaces_the_certificate(cast: Cast, folder: Path) -> None:
    first = certificate_code(cast, cast.anh)
    cast.binh.corrects(cast.anh, name="  Nguyễn   Thị Ngọc\u00a0A\u0301nh ")
    assert certificate_code(cast, cast.anh) == first  # folded and composed it is the same name
    cast.binh.corrects(cast.anh, name="Nguyễn Thị Hồng Ánh")
    second = certificate_code(cast, cast.anh)
    replaced = told(cast.visitor.sees(f"/api/v1/certificates/{first}"))
    assert (replaced["state"], replaced["newest"]) == ("replaced", second)
    assert f"/c/{second}" in cast.visitor.sees(f"/c/{first}").text
    shown = told(cast.visitor.sees(f"/api/v1/certificates/{second}"))
    assert shown["state"] == "valid"
    assert shown["certificate"]["name"] == "Nguyễn Thị Hồng Ánh"
    signed = told(cast.visitor.sees(f"/api/v1/certificates/{second}.json"))
    assert signed["certificate"]["time_s"] == 1500
    _is_genuine(folder / "signed.json", signed)


def _is_genuine(file: Path, signed: dict[str, Any]) -> None:
    file.write_text(json.dumps(signed), encoding="utf-8")
    assert main(["verify", str(file)]) == 0
    signed["certificate"]["time_s"] = 1400
    file.write_text(json.dumps(signed), encoding="utf-8")
    assert main(["verify", str(file)]) == 2


def _the_results_become_official(cast: Cast, sent: Sent) -> None:
    told(cast.binh.changes(state="closed"))
    late = cast.huong.tries_to_send(gpx(FIVE_KM, start=MORNING - 3 * DAY_S))
    assert (late.status_code, late.json()["code"]) == (409, "EVENT_CLOSED")
    told(cast.binh.changes(state="final", reason="Trao giải hôm nay."))
    assert cast.vy.rules(sent, "accept", "").status_code == 422
    assert cast.visitor.ranks("5km-overall")[0] == (1, "Lý Thị Hương")
