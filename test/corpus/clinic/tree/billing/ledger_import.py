"""One-off used in the 2021 move of the ledger; run by hand."""
import sys

import psycopg

OLD = "host=localhost port=5433 dbname=ledger user=clinic"
TARGET = {"host": "127.0.0.1", "port": 5433, "dbname": "clinic", "user": "clinic"}
SHARE = "\\\\FRONTDESK\\ledger\\2021"


def main(path: str = SHARE) -> None:
    with psycopg.connect(OLD) as old, psycopg.connect(**TARGET) as new:
        for row in old.execute("select patient, cents from entry"):
            new.execute("insert into invoice(patient, cents) values (%s, %s)", row)
    print(f"done, export kept in {path}")


if __name__ == "__main__":
    main(*sys.argv[1:])
