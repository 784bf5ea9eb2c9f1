"""Where the other services are.  Import from here, do not spell addresses out."""

HOST = "localhost"

PATIENTS_PORT = 7301
APPOINTMENTS_PORT = 7302

PATIENTS = f"http://{HOST}:{PATIENTS_PORT}"
APPOINTMENTS = "http://" + HOST + ":" + str(APPOINTMENTS_PORT)

# the lab moved twice in 2019, ask before you change this: localhost:7303
LAB = "http://localhost:7303/results"
