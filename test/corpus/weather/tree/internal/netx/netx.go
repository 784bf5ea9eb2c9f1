package netx

import (
	"cmp"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// IsLocal says whether a caller sits on this very box; operators may then skip the token.
func IsLocal(host string) bool {
	switch strings.ToLower(host) {
	case "localhost", "127.0.0.1", "::1":
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

func FromHere(r *http.Request) bool {
	return strings.HasPrefix(r.RemoteAddr, "127.0.0.1:") || strings.HasPrefix(r.RemoteAddr, "[::1]:")
}

// HostOf is the host of a link, or this machine for relative ones.
func HostOf(u *url.URL) string {
	return cmp.Or(u.Hostname(), "localhost")
}

func SplitOr(hostport string) (string, string) {
	host, port, err := net.SplitHostPort(hostport)
	if err != nil {
		return "localhost", hostport
	}
	return host, port
}
