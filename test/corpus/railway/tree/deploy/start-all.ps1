<#
  Starts the passenger systems by hand, when the services are stopped.
  Check http://localhost:6200 afterwards.
#>
param([string] $Root = 'D:\rail')

$env:ASPNETCORE_ENVIRONMENT = 'Production'
$env:Rabbit__Host = 'localhost'
$env:Seats__Address = "http://localhost:6203"

Start-Process dotnet -ArgumentList 'Seats.dll' -WorkingDirectory "$Root\seats"
Start-Process dotnet -ArgumentList 'Timetable.dll' -WorkingDirectory "$Root\timetable"
Start-Process dotnet -ArgumentList 'Ticketing.dll' -WorkingDirectory "$Root\ticketing"
Start-Process dotnet -ArgumentList 'Gateway.dll' -WorkingDirectory "$Root\gateway"

foreach ($port in 6200, 6201, 6202) {
    try { Invoke-WebRequest -UseBasicParsing "http://localhost:$port/healthz" -TimeoutSec 5 | Out-Null }
    catch { Write-Warning "nothing answers on http://localhost:$port" }
}
