package prometheus

import (
	"bytes"
	"io"

	"berth.dev/engine/measure"
)

// What an answer becomes in memory, by the characters of its JSON: a series is two
// objects, a map among them; a point is an array of two. Measured with the client
// library, rounded up; see TestAnAnswerNeverTakesMoreThanItsShareOfMemory.
const (
	objectBytes = 96
	arrayBytes  = 16
	itemBytes   = 32
	memberBytes = 96
	// memoryFactor is how many times the limit of bytes the estimate may be.
	memoryFactor = 3
)

// head is how much of an answer is looked at for VictoriaMetrics' mark, which is its
// second member.
const head = 128

// body is an answer's body, which ends with a *verdict where it is too large.
type body struct {
	io.ReadCloser
	source        *Source
	call          *call
	bytes, memory int64
	start         []byte
}

// Read reads on, and weighs what was read.
func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	p = p[:n]
	if len(b.start) < head {
		b.start = append(b.start, p[:min(n, head-len(b.start))]...)
		b.call.partial = bytes.Contains(b.start, []byte(`"isPartial":true`))
	}
	b.bytes -= int64(n)
	b.memory -= weight(p)
	if b.bytes < 0 || b.memory < 0 {
		return n, b.source.fail(measure.TooLarge, "the answer is larger than %d MiB", b.source.limits.Bytes>>20).forLess()
	}
	return n, err
}

// weight is what a piece of JSON becomes in memory.
func weight(p []byte) int64 {
	return int64(objectBytes*bytes.Count(p, []byte("{")) + arrayBytes*bytes.Count(p, []byte("[")) +
		itemBytes*bytes.Count(p, []byte(",")) + memberBytes*bytes.Count(p, []byte(":")))
}
