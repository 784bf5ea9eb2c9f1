@echo off
rem fines, started by the task scheduler of READINGROOM
rem the old one was on http://localhost:7300
cd /d C:\library\fines
set FINES_PORT=7305
set LOANS_URL=http://localhost:7302
if exist fines.lock del fines.lock
echo starting fines, see http://localhost:7305/health
java -Xmx256m -jar target\fines.jar >> C:\library\logs\fines.log 2>&1
