@echo off
nssm install RailAnnouncer "C:\Program Files\dotnet\dotnet.exe" Announcer.dll
nssm set RailAnnouncer AppDirectory D:\rail\announcer
nssm set RailAnnouncer AppEnvironmentExtra DOTNET_ENVIRONMENT=Production Timetable__BaseUrl=http://localhost:6201/
nssm set RailAnnouncer AppStdout D:\rail\logs\announcer.log
nssm start RailAnnouncer
:: curl http://localhost:15672 shows the queues
