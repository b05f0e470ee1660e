package seal

import (
	"crypto/subtle"
	"fmt"
	"io"
)

// hidden is what a [Secret] shows in every form.
const hidden = "(secret)"

// Secret is bytes that cannot be printed or marshalled: fmt, encoding/json, log/slog
// and everything that asks for text get "(secret)". Its zero value holds nothing.
type Secret struct {
	reveal func() []byte
}

// Hide makes a secret of a copy of value.
func Hide(value []byte) Secret {
	kept := append([]byte(nil), value...)
	return Secret{func() []byte { return append([]byte(nil), kept...) }}
}

// Reveal returns a copy of the bytes. It is the one way to them: search for its
// callers to know where secrets go.
func (s Secret) Reveal() []byte {
	if s.reveal == nil {
		return nil
	}
	return s.reveal()
}

// Equal tells whether two secrets hold the same bytes, in a time that does not
// depend on where they differ.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare(s.Reveal(), other.Reveal()) == 1
}

// String is "(secret)".
func (Secret) String() string { return hidden }

// Format writes "(secret)" for every verb of fmt.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// MarshalText is "(secret)", which is what logs and encoders take.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// MarshalJSON is "(secret)" in quotes.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// MarshalBinary is "(secret)", which is what encoding/gob takes.
func (Secret) MarshalBinary() ([]byte, error) { return []byte(hidden), nil }
