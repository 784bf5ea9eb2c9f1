@echo off
REM the planner's desk; needs the tunnel: plink -L 9301:localhost:9301 airport-srv
cd /d C:\Airport\Crew
java -Dfile.encoding=ISO-8859-1 -cp crew.jar;postgresql.jar example.airport.crew.Crew >> C:\Airport\logs\crew.log 2>&1
