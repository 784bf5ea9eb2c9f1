import httpx
import pytest

BASE = "http://localhost:6401"
DSN = "postgresql+asyncpg://stars:stars@localhost:5433/shows_test"


@pytest.mark.live
def test_seats():
    assert httpx.get(f"{BASE}/shows/aurora/seats").status_code == 200
