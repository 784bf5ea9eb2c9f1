from appointments import create_app


def test_reset_is_local_only():
    client = create_app().test_client()
    reply = client.post("/admin/reset", environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert reply.status_code == 403
    assert b"127.0.0.1" in reply.data
