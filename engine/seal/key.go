package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The first words of the files.
const (
	privateFile   = "berth-private-key/1"
	publicFile    = "berth-public-key/1"
	signatureFile = "berth-signature/1"
)

// ErrKey is what is wrong with a file that is no key, or a damaged one.
var ErrKey = errors.New("not a key of berth's, or damaged")

// Key is a private key: it signs plans and masks secrets.
type Key struct {
	seed   Secret
	public Public
}

// NewKey draws a key. The source of chance must be crypto/rand's Reader but in
// tests.
func NewKey(chance io.Reader) (*Key, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(chance, seed); err != nil {
		return nil, fmt.Errorf("private key: no chance to draw it from: %w", err)
	}
	return keyOf(seed), nil
}

func keyOf(seed []byte) *Key {
	k := &Key{seed: Hide(seed)}
	copy(k.public.key[:], ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey))
	return k
}

// ReadKey reads the file of a private key.
func ReadKey(file []byte) (*Key, error) {
	id, seed, ok := readLine(privateFile, file, ed25519.SeedSize)
	if !ok {
		if bytes.HasPrefix(file, []byte(publicFile)) {
			return nil, fmt.Errorf("private key: this is a public key, which cannot sign; name the file of the private one: %w", ErrKey)
		}
		return nil, fmt.Errorf("private key: %w; take it from where it is kept safe, or make a new one", ErrKey)
	}
	k := keyOf(seed)
	if k.public.ID() != id {
		return nil, fmt.Errorf("private key: its content does not fit its id: %w; take it from where it is kept safe, or make a new one", ErrKey)
	}
	return k, nil
}

// File is the key's file. It belongs on a disk with mode 0600, and nowhere else.
func (k *Key) File() Secret {
	return Hide([]byte(writeLine(privateFile, k.public.ID(), k.seed.Reveal())))
}

// Public is the key with which others check what this one signed.
func (k *Key) Public() Public { return k.public }

// String tells the key's id and nothing else of it.
func (k *Key) String() string { return "private key " + k.public.ID() }

// Public is a public key.
type Public struct {
	key [ed25519.PublicKeySize]byte
}

// ID names the key: the first 8 bytes of the SHA-256 of the public key, in hex.
func (p Public) ID() string {
	sum := sha256.Sum256(p.key[:])
	return hex.EncodeToString(sum[:8])
}

// String tells the key's id.
func (p Public) String() string { return "public key " + p.ID() }

// File is the key's file: one line. The lines of several keys, one after another,
// are a file of [Keys].
func (p Public) File() []byte { return []byte(writeLine(publicFile, p.ID(), p.key[:])) }

// Keys are the public keys that are trusted: several of them while one takes the
// place of another.
type Keys []Public

// ReadKeys reads the file of public keys.
func ReadKeys(file []byte) (Keys, error) {
	var keys Keys
	for line := range bytes.Lines(file) {
		at := len(keys) + 1
		id, raw, ok := readLine(publicFile, line, ed25519.PublicKeySize)
		switch {
		case !ok && bytes.HasPrefix(line, []byte(privateFile)):
			return nil, fmt.Errorf("public keys: line %d is a private key, which belongs in no file that others read; make a new key: %w", at, ErrKey)
		case !ok:
			return nil, fmt.Errorf("public keys: line %d: %w; every line is a public key as berth writes it, and ends", at, ErrKey)
		}
		p := Public{[ed25519.PublicKeySize]byte(raw)}
		if p.ID() != id {
			return nil, fmt.Errorf("public keys: line %d does not fit its id: %w; ask its owner for it again", at, ErrKey)
		}
		if _, twice := keys.find(id); twice {
			return nil, fmt.Errorf("public keys: line %d has key %s again: %w; leave one of the two", at, id, ErrKey)
		}
		keys = append(keys, p)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("public keys: the file has none: %w", ErrKey)
	}
	return keys, nil
}

func (k Keys) find(id string) (Public, bool) {
	for _, p := range k {
		if p.ID() == id {
			return p, true
		}
	}
	return Public{}, false
}

// IDs are the names of the keys, in their order.
func (k Keys) IDs() []string {
	ids := make([]string, len(k))
	for i, p := range k {
		ids[i] = p.ID()
	}
	return ids
}

// writeLine is the one form of the package's files.
func writeLine(kind, id string, payload []byte) string {
	return kind + " " + id + " " + base64.StdEncoding.EncodeToString(payload) + "\n"
}

// readLine takes a line apart and accepts it only as writeLine writes it.
func readLine(kind string, line []byte, size int) (id string, payload []byte, ok bool) {
	if len(line) > 4096 {
		return "", nil, false
	}
	words := strings.Split(string(line), " ")
	if len(words) != 3 {
		return "", nil, false
	}
	payload, err := base64.StdEncoding.DecodeString(words[2])
	if err != nil || len(payload) != size || !isID(words[1]) {
		return "", nil, false
	}
	return words[1], payload, writeLine(kind, words[1], payload) == string(line)
}

func isID(s string) bool {
	raw, err := hex.DecodeString(s)
	return err == nil && len(raw) == 8 && hex.EncodeToString(raw) == s
}
