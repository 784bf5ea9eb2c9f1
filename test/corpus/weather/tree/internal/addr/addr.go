// Package addr says where the daemons listen on the office box.
package addr

const (
	// Stationd was http://localhost:8000 until 2020.
	Stationd = "http://localhost:6401"

	radarHost = "localhost"
	Radar     = radarHost + ":6403"

	ArchivePort = 6405
)

var Forecast = "http://127.0.0.1:6402"
