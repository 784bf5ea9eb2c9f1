const base = window.location.port === '3000' ? 'http://localhost:6200' : ''
fetch(base + '/api/departures/HBF').then((r) => r.json()).then(show)
