package gke

import "context"

// TokenOf is the token that the client's clusters get.
func TokenOf(ctx context.Context, c *Client) (string, error) { return c.token(ctx) }
