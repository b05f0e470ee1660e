package seal

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"strings"
)

// What can be wrong with a signature.
var (
	// ErrSignature is a file that is no signature, or a damaged one.
	ErrSignature = errors.New("not a signature of berth's, or damaged")
	// ErrUnknownKey is a signature by a key that is not trusted.
	ErrUnknownKey = errors.New("signed by a key that is not among the trusted ones")
	// ErrAltered is a signature over other bytes than the plan's.
	ErrAltered = errors.New("not what was signed")
)

// signed is what a signature is made over: a line that says what it is for, and the
// plan. The line keeps it from being taken for a signature of anything else.
func signed(plan []byte) []byte {
	return append([]byte(signatureFile+" plan\n"), plan...)
}

// Sign makes the signature file of a plan's bytes.
func Sign(k *Key, plan []byte) []byte {
	private := ed25519.NewKeyFromSeed(k.seed.Reveal())
	return []byte(writeLine(signatureFile, k.public.ID(), ed25519.Sign(private, signed(plan))))
}

// Verify checks a plan's bytes against its signature file and returns the key that
// signed it. The error is [ErrSignature], [ErrUnknownKey] or [ErrAltered].
func Verify(keys Keys, plan, signature []byte) (Public, error) {
	id, sig, ok := readLine(signatureFile, signature, ed25519.SignatureSize)
	if !ok {
		return Public{}, fmt.Errorf("the plan's signature: %w; sign the plan again", ErrSignature)
	}
	key, ok := keys.find(id)
	if !ok {
		return Public{}, fmt.Errorf("the plan: key %s: %w (%s); add its public key if you trust it, or have the plan signed by one of these",
			id, ErrUnknownKey, strings.Join(keys.IDs(), ", "))
	}
	if !ed25519.Verify(key.key[:], signed(plan), sig) {
		return Public{}, fmt.Errorf("the plan: key %s: %w; the plan or its signature has changed since: make the plan again, read it, and sign it", id, ErrAltered)
	}
	return key, nil
}
