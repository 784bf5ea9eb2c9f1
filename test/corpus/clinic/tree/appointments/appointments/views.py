from clinic_common.net import client_is_trusted
from flask import Blueprint, abort, jsonify, request

from . import clients

bp = Blueprint("appointments", __name__)


@bp.get("/healthz")
def healthz():
    return "ok"


@bp.post("/appointments")
def book():
    body = request.get_json()
    who = clients.patient(body["patient"])
    with clients.db() as conn, conn.cursor() as cur:
        cur.execute("insert into appointment(patient, at) values (%s, %s) returning id", (who["number"], body["at"]))
        (number,) = cur.fetchone()
    clients.open_invoice(who["number"], 4500)
    return jsonify(id=number), 201


@bp.get("/appointments/due")
def due():
    with clients.db() as conn, conn.cursor() as cur:
        cur.execute("select id, patient, at from appointment where at < now() + interval '1 day'")
        return jsonify([dict(id=i, patient=p, at=str(a)) for i, p, a in cur.fetchall()])


@bp.post("/admin/reset")
def reset():
    if not client_is_trusted(request.remote_addr):
        abort(403, "only from 127.0.0.1")
    with clients.db() as conn, conn.cursor() as cur:
        cur.execute("truncate appointment")
    return "", 204
