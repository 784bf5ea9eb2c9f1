from celery import Celery
from minio import Minio
from sqlalchemy import create_engine, text
import requests

app = Celery("packing", broker="amqp://orchard:apple@localhost:5672//", backend="redis://localhost:6379/3")
engine = create_engine("postgresql+psycopg2://packer:plum%40tree@localhost:5440/orchard", pool_pre_ping=True)
photos = Minio("localhost:9000", access_key="packer", secret_key="plumtree", secure=False)

_PORT = 8010
API = "http://" + "localhost" + ":%d/api" % _PORT


@app.task(bind=True, max_retries=5)
def pack(self, crate):
    with engine.begin() as db:
        db.execute(text("insert into packed values (:c)"), {"c": crate})
    photos.put_object("photos", f"{crate}.jpg", b"", 0)
    try:
        requests.post(f"{API}/weights", json={"crate": crate}, timeout=5).raise_for_status()
    except requests.ConnectionError:
        # nobody at localhost:8010; try later
        raise self.retry(countdown=30)
