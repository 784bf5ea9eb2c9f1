@echo off
rem old start, the Linux box uses supervisor. http://localhost:8001/ready must say ok
cd /d %~dp0
set SENSORS_HOST=127.0.0.1
start "scale" python app.py
timeout /t 5
curl -s http://localhost:8001/ready || echo scale did not start
