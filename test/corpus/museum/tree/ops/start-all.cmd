@echo off
rem catalogue first: the tills poll http://localhost:5210/healthz until it answers
set ASPNETCORE_ENVIRONMENT=Production
start "catalog"   /D dotnet\src\Catalog   dotnet Catalog.dll
start "ticketing" /D dotnet\src\Ticketing dotnet Ticketing.dll
start "scanner"   /D dotnet\src\Scanner   dotnet Scanner.dll
start "loans"     /D java\loans    java -jar target\quarkus-app\quarkus-run.jar
start "exhibits"  /D java\exhibits java -jar build\libs\exhibits-all.jar
start "climate"   /D java\climate  java -jar build\libs\climate-all.jar
start "audit"    /D java\audit    java -jar target\audit.jar server audit.yml
start "kiosk"    /D dotnet\src\Kiosk Kiosk.exe
echo waiting, open http://localhost:5210 in a browser
