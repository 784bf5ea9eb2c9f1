# Runs every five minutes from the task scheduler of the plant server.
$targets = @{
  recipes = 'http://localhost:7201/actuator/health'
  mash    = 'http://localhost:7292/actuator/health'
  cellar  = 'http://localhost:7210/healthz'
}
foreach ($name in $targets.Keys) {
  try { Invoke-WebRequest -UseBasicParsing $targets[$name] | Out-Null }
  catch {
    Write-Host "$name is down (was it moved away from 127.0.0.1?)"
    Restart-Service "brew-$name"
  }
}
