package prometheus

import (
	"context"
	"io"
	"net/http"

	"github.com/prometheus/client_golang/api"
)

// client is the API client's own, but for how it reads an answer: into memory that is
// used again, rather than into a buffer that doubles and is thrown away.
type client struct {
	api.Client
	http *http.Client
}

// call is one question of the API client, which may take several calls over the network.
type call struct {
	// count is how many there were.
	count int
	// partial tells that the answer says so in a field that the API client drops.
	partial bool
	// text is where answers are read into.
	text []byte
}

// callKey is where a context has its *call.
type callKey struct{}

// of is the call that a context is for.
func of(ctx context.Context) *call {
	if c, is := ctx.Value(callKey{}).(*call); is {
		return c
	}
	return &call{}
}

// Do sends a request and reads the whole answer, which stays as it is until the next.
func (c *client) Do(ctx context.Context, r *http.Request) (*http.Response, []byte, error) {
	answer, err := c.http.Do(r.WithContext(ctx))
	if err != nil {
		return nil, nil, err
	}
	defer answer.Body.Close()
	err = of(ctx).read(answer.Body)
	return answer, of(ctx).text, err
}

// read fills the text from the beginning. Its end is the body's: that bounds itself.
func (c *call) read(body io.Reader) error {
	const least = 64 << 10
	c.text = c.text[:0]
	for {
		if len(c.text) == cap(c.text) {
			c.text = append(make([]byte, 0, max(least, 2*cap(c.text))), c.text...)
		}
		n, err := body.Read(c.text[len(c.text):cap(c.text)])
		c.text = c.text[:len(c.text)+n]
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
