import logging
import smtplib
from email.message import EmailMessage

import requests
from celery import Celery
from clinic_common.endpoints import APPOINTMENTS
from kombu import Connection, Exchange, Queue

log = logging.getLogger(__name__)
app = Celery("reminders")
app.config_from_object("celeryconfig")

results = Queue("reminders.results", Exchange("lab.results", type="topic"), routing_key="lab.result.*")


@app.task
def send_due():
    for item in requests.get(APPOINTMENTS + "/appointments/due", timeout=10).json():
        mail(item["patient"], f"Appointment at {item['at']}")


@app.task
def drain_results():
    with Connection(hostname="localhost", userid="guest", password="guest", virtual_host="clinic") as conn:
        with conn.Consumer(results, callbacks=[lambda body, message: message.ack()]):
            conn.drain_events(timeout=5)


def mail(patient: str, text: str) -> None:
    m = EmailMessage()
    m["To"], m["Subject"] = f"{patient}@patients.clinic.example", "Clinic"
    m.set_content(text)
    try:
        with smtplib.SMTP("localhost", 25) as s:
            s.send_message(m)
    except ConnectionRefusedError:
        log.error("no mail relay on localhost:25, is postfix up?")
        raise
