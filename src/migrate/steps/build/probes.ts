// Health checks in exec form that need no curl: the runtime of the image asks, or bash where the image has one, or a
// probe of a few lines that is built beside the service.
import type { Probe } from './image.ts'

export const pythonProbe: Probe = ({ port, path, timeoutS }) => [
  'python',
  '-c',
  `import urllib.request as r; r.urlopen('http://127.0.0.1:${port}${path}', timeout=${timeoutS})`,
]

export const nodeProbe: Probe = ({ port, path, timeoutS }) => {
  const options = `{ signal: AbortSignal.timeout(${timeoutS}000) }`
  return [
    'node',
    '-e',
    `fetch('http://127.0.0.1:${port}${path}', ${options}).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
  ]
}

/** A second virtual machine for each question would cost more than the question: bash speaks TCP itself. */
export const bashProbe: Probe = ({ port, path, timeoutS }) => [
  'bash',
  '-c',
  `exec 3<>/dev/tcp/127.0.0.1/${port} && printf 'GET ${path} HTTP/1.0\\r\\nHost: 127.0.0.1\\r\\n\\r\\n' >&3 && timeout ${timeoutS} head -n 1 <&3 | grep -q ' 2[0-9][0-9]'`,
]

export const rubyProbe: Probe = ({ port, path, timeoutS }) => [
  'ruby',
  '-rnet/http',
  '-e',
  `exit Net::HTTP.start('127.0.0.1', ${port}, open_timeout: ${timeoutS}, read_timeout: ${timeoutS}) { |http| http.get('${path}') }.is_a?(Net::HTTPSuccess)`,
]

export const phpProbe: Probe = ({ port, path, timeoutS }) => [
  'php',
  '-r',
  `exit(@file_get_contents('http://127.0.0.1:${port}${path}', false, stream_context_create(['http' => ['timeout' => ${timeoutS}]])) === false ? 1 : 0);`,
]

/** Busybox of an Alpine image. */
export const wgetProbe: Probe = ({ port, path, timeoutS }) => [
  'wget',
  '-q',
  '-T',
  String(timeoutS),
  '-O',
  '/dev/null',
  `http://127.0.0.1:${port}${path}`,
]

/** Where there is no shell at all: GO_PROBE, built in an earlier stage. */
export const ownProbe: Probe = ({ port, path, timeoutS }) => ['/probe', `127.0.0.1:${port}`, path, `${timeoutS}s`]

/** Speaks HTTP by hand: with net/http the probe would be larger than many a service. */
export const GO_PROBE = `// Asks one address once: exit 0 for a status of 2xx. Usage: probe HOST:PORT PATH TIMEOUT
package main

import (
	"bufio"
	"net"
	"os"
	"strings"
	"time"
)

func main() {
	timeout, err := time.ParseDuration(os.Args[3])
	if err != nil {
		os.Exit(2)
	}
	connection, err := net.DialTimeout("tcp", os.Args[1], timeout)
	if err != nil {
		os.Exit(1)
	}
	connection.SetDeadline(time.Now().Add(timeout))
	connection.Write([]byte("GET " + os.Args[2] + " HTTP/1.0\\r\\nHost: " + os.Args[1] + "\\r\\n\\r\\n"))
	line, _ := bufio.NewReader(connection).ReadString('\\n')
	words := strings.Fields(line)
	if len(words) < 2 || !strings.HasPrefix(words[1], "2") {
		os.Exit(1)
	}
}
`
