package object

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Bag holds objects by their content: what lies beside a plan's file. As bytes it is
// one object a line, sorted by digest, so that the same objects are the same bytes.
// The zero Bag is empty and ready to use. It keeps bytes, not objects: 20,000 of
// them need little more memory than their file.
type Bag struct {
	lines map[string][]byte
}

// Add puts an object into the bag and returns its digest. An object that is there
// already is not kept twice. A Secret with values that are not sealed is refused.
func (b *Bag) Add(o Object) (string, error) {
	if err := sealed(o); err != nil {
		return "", err
	}
	line, err := o.Bytes()
	if err != nil {
		return "", err
	}
	if _, err := Parse(line); err != nil {
		return "", err
	}
	return b.put(bytes.Clone(line)), nil
}

// Join puts all objects of another bag into this one.
func (b *Bag) Join(other *Bag) {
	if b.lines == nil {
		b.lines = make(map[string][]byte, len(other.lines))
	}
	maps.Copy(b.lines, other.lines)
}

func (b *Bag) put(line []byte) string {
	name := digest(line)
	if b.lines == nil {
		b.lines = map[string][]byte{}
	}
	b.lines[name] = line
	return name
}

// Get returns the object of a digest: a new one each time, that may be changed.
func (b *Bag) Get(digest string) (Object, error) {
	line, ok := b.lines[digest]
	if !ok {
		return nil, fmt.Errorf("the plan's objects have none with digest %s: the file beside the plan is not the plan's", digest)
	}
	return Parse(line)
}

// Has tells whether there is an object of a digest.
func (b *Bag) Has(digest string) bool {
	_, ok := b.lines[digest]
	return ok
}

// Digests are the names of all objects, sorted.
func (b *Bag) Digests() []string {
	return slices.Sorted(maps.Keys(b.lines))
}

// WriteTo writes the bag's bytes.
func (b *Bag) WriteTo(w io.Writer) (written int64, err error) {
	for _, name := range b.Digests() {
		for _, part := range [][]byte{b.lines[name], {'\n'}} {
			n, err := w.Write(part)
			written += int64(n)
			if err != nil {
				return written, err
			}
		}
	}
	return written, nil
}

// Bytes are the bag's bytes in one piece.
func (b *Bag) Bytes() []byte {
	size := 0
	for _, line := range b.lines {
		size += len(line) + 1
	}
	var buf bytes.Buffer
	buf.Grow(size)
	_, _ = b.WriteTo(&buf) // a buffer has no errors
	return buf.Bytes()
}

// Exactly is an error unless the bag holds the objects that a plan names and no
// other: what reading it alone cannot know.
func (b *Bag) Exactly(digests []string) error {
	wanted := map[string]bool{}
	for _, d := range digests {
		wanted[d] = true
	}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		if !b.Has(name) {
			return fmt.Errorf("the plan's objects: the one with digest %s is missing or was changed", name)
		}
	}
	for i, name := range b.Digests() {
		if !wanted[name] {
			return fmt.Errorf("the plan's objects: line %d (%s) is none of the plan's: it was added or changed", i+1, name)
		}
	}
	return nil
}

// ReadBag reads a bag of at most limit bytes. It takes exactly what [Bag.WriteTo]
// writes and says at which line anything else stands. Whether the objects are those
// of a plan says [Bag.Exactly].
func ReadBag(r io.Reader, limit int64) (*Bag, error) {
	in := bufio.NewReaderSize(io.LimitReader(r, limit+1), MaxBytes+1)
	b, last, read := &Bag{}, "", int64(0)
	for n := 1; ; n++ {
		line, err := in.ReadSlice('\n')
		read += int64(len(line))
		switch {
		case read > limit:
			return nil, fmt.Errorf("the plan's objects: more than %d bytes", limit)
		case err == io.EOF && len(line) == 0:
			return b, nil
		case err == io.EOF:
			return nil, fmt.Errorf("the plan's objects: line %d is cut off", n)
		case errors.Is(err, bufio.ErrBufferFull):
			return nil, fmt.Errorf("the plan's objects: line %d has more than %d bytes", n, MaxBytes)
		case err != nil:
			return nil, fmt.Errorf("the plan's objects: line %d: %w", n, err)
		}
		name, err := b.take(line[:len(line)-1], last)
		if err != nil {
			return nil, fmt.Errorf("the plan's objects: line %d: %w", n, err)
		}
		last = name
	}
}

// take puts a line into the bag that stands after the one named last.
func (b *Bag) take(line []byte, last string) (string, error) {
	o, err := Parse(line)
	if err != nil {
		return "", err
	}
	if err := sealed(o); err != nil {
		return "", err
	}
	canonical, err := o.Bytes()
	if err != nil {
		return "", err
	}
	if !bytes.Equal(line, canonical) {
		return "", fmt.Errorf("%s is not in canonical form: it was written by another program", o.Ref())
	}
	switch name := digest(canonical); {
	case name == last:
		return "", fmt.Errorf("%s stands there twice", o.Ref())
	case name < last:
		return "", fmt.Errorf("%s is out of order: it was changed or moved", o.Ref())
	}
	return b.put(canonical), nil
}
