@echo off
:: nightly, by the task scheduler. restore with: psql -h localhost greenhouse
set PGHOST=localhost
set PGPORT=5432
"C:\Program Files\PostgreSQL\15\bin\pg_dump.exe" greenhouse > D:\backup\greenhouse.sql
