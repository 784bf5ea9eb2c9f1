@echo off
rem Starts everything. Old climate port was localhost:8201.
cd /d C:\Greenhouse
set NO_PROXY=localhost,*.greenhouse.local

set CLIMATE_PORT=8301
set IRRIGATION_HOST=localhost
set IRRIGATION_PORT=8302
start "climate" /D climate python app.py

start "irrigation" /D irrigation node index.js
start "sensors" /D sensors python main.py --config sensors.ini
start "alarms" /D alarms python server.py alarms.json

set CLIMATE_URL=http://%COMPUTERNAME%:8301
set "ALARMS_URL=http://127.0.0.1:8305"
start "dashboard" /D dashboard node server.js --port 8304

start "sync" "C:\Program Files\Git\bin\bash.exe" sync/sync.sh
start "nginx" nginx.exe -p nginx -c nginx.conf
timeout /t 5
echo open http://localhost:8304 in the browser
