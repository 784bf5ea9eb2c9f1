from django.test import Client


def test_ping():
    assert Client(SERVER_NAME="localhost").get("/api/ping").status_code == 200


def test_delete_is_local(settings):
    settings.LIVE_URL = "http://localhost:1"
    assert Client().delete("/api/harvest/", REMOTE_ADDR="10.0.0.1").status_code == 403
