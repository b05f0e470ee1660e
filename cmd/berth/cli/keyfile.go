package cli

import (
	"fmt"

	"berth.dev/engine/seal"
)

// mostKey is how large a file of keys or a signature may be: some thousand keys.
const mostKey = 1 << 20

// readKey reads a private key.
func (a *app) readKey(name string) (*seal.Key, error) {
	raw, err := a.readWhole(name, mostKey, fmt.Sprintf(`"berth key new %s" makes a key`, name))
	if err != nil {
		return nil, err
	}
	key, err := seal.ReadKey(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return key, nil
}

// readKeys reads public keys.
func (a *app) readKeys(name string) (seal.Keys, error) {
	raw, err := a.readWhole(name, mostKey, `"berth key new" writes the public key into a file that ends with .pub`)
	if err != nil {
		return nil, err
	}
	keys, err := seal.ReadKeys(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return keys, nil
}
