import httpx
import pytest

BASE = "http://localhost:7301"


@pytest.mark.parametrize("number", ["0001", "0002"])
def test_known_patient(number):
    assert httpx.get(f"{BASE}/patients/{number}").status_code == 200


def test_results_come_from_the_lab(monkeypatch):
    monkeypatch.setenv("PATIENTS_LAB_URL", "http://127.0.0.1:7303")
    from app.settings import Settings

    assert Settings().lab_url.endswith(":7303")
