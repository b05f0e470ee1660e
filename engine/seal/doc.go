// Package seal keeps a plan's file honest: keys, signatures over its bytes, and
// keyed digests that stand for secrets. The commands use it; no stage before them
// holds a key.
//
// An unsigned plan that reads well is not corrupted; only a signed one is known to
// be untampered. Commands say it in these words.
//
// The package never reads or writes a file, never draws chance by itself, and never
// puts the value of a secret or of a private key into an error or a text.
//
// # Decisions
//
// Every file of the package has exactly one form: what is read is written again and
// must be the same bytes. So there is no second spelling of a key or a signature
// (base64 knows several), and one flipped bit anywhere is refused. Key files carry
// the key's id beside the key for the same reason: a damaged key is found when it is
// read, not when a signature fails for no visible cause.
//
// The signature is plain Ed25519 over a first line "berth-signature/1 plan" and the
// plan's bytes, not the variant with a context (Ed25519ctx): the first line keeps
// signatures over plans apart from any other use of the key just as well, and every
// tool that knows Ed25519 can check it.
//
// Values of secrets are replaced by HMACs, not by plain digests: a password is short
// enough to be guessed from its SHA-256. The HMAC is bound to the namespace, the name
// and the member, so that equal values of two secrets cannot be told to be equal, and
// a mask cannot be moved from one to another. It is not bound to the site: a secret
// that moves keeps its masks.
//
// A [Secret] keeps its bytes in a closure. Methods alone (String, MarshalJSON) would
// not do: fmt does not call them on the unexported fields of a struct and prints what
// it finds there.
package seal
