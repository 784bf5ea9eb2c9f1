import os

os.environ.setdefault("PATIENTS_DSN", "postgresql+asyncpg://clinic:clinic@localhost:5433/clinic_test")
