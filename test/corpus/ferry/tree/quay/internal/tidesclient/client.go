// Package tidesclient asks the tide service.
package tidesclient

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

const defaultBase = "http://localhost:7330"

// Option changes a Client.
type Option func(*Client)

// Client talks to tides; the zero address is the one on this host.
type Client struct {
	base string
	http *http.Client
}

// WithBaseURL points the client elsewhere, e.g. http://127.0.0.1:17330 in a tunnel.
func WithBaseURL(u string) Option { return func(c *Client) { c.base = u } }

// New gives a client.
func New(opts ...Option) *Client {
	c := &Client{base: defaultBase, http: &http.Client{Timeout: 3 * time.Second}}
	for _, o := range opts {
		o(c)
	}
	return c
}

// Level is the water level at a pier.
func (c *Client) Level(ctx context.Context, pier string) (float64, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/level/"+pier, nil)
	if err != nil {
		return 0, err
	}
	res, err := c.http.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	var out struct{ Metres float64 }
	return out.Metres, json.NewDecoder(res.Body).Decode(&out)
}
