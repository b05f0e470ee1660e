package usage

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

const (
	// largestItem is how many bytes may come before an item of a list ends.
	largestItem = 4 << 20
	// largestList is how many bytes a list may have.
	largestList = 1 << 30
)

// errLarge is that a list has more than anybody should hold.
var errLarge = errors.New("the answer is larger than any list of pods")

// errForm is that an answer is no list of pods.
var errForm = errors.New("it is no list of pods")

// bounded is a reader that ends where too much comes, at all or since an item.
type bounded struct {
	r         io.Reader
	all, item int64
}

// Read reads on.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.all += int64(n)
	b.item += int64(n)
	if b.all > largestList || b.item > largestItem {
		return n, errLarge
	}
	return n, err
}

// stream reads a list and hands out its items one by one. It returns what asks for the
// next page, "" where there is none.
func stream[T any](r io.Reader, put func(T) error) (next string, err error) {
	next, err = list(r, put)
	if err != nil && !errors.Is(err, errLarge) {
		err = fmt.Errorf("%w: %w", errForm, err)
	}
	return next, err
}

// list is stream, whose errors are yet to be told apart.
func list[T any](r io.Reader, put func(T) error) (next string, err error) {
	in := &bounded{r: r}
	d := json.NewDecoder(in)
	if err := opens(d, '{'); err != nil {
		return "", err
	}
	seen := false
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return "", whole(err)
		}
		switch name {
		case "metadata":
			var meta struct {
				Continue string `json:"continue"`
			}
			err, next = d.Decode(&meta), meta.Continue
		case "items":
			seen, err = true, items(d, in, put)
		default:
			var other json.RawMessage
			err = d.Decode(&other)
		}
		if err != nil {
			return "", whole(err)
		}
	}
	if _, err := d.Token(); err != nil {
		return "", whole(err)
	}
	if !seen {
		return "", errors.New("its form is another")
	}
	return next, nil
}

// items reads the items of a list. An empty list may say null.
func items[T any](d *json.Decoder, in *bounded, put func(T) error) error {
	t, err := d.Token()
	switch {
	case err != nil:
		return err
	case t == nil:
		return nil
	case t != json.Delim('['):
		return errors.New("its items are no list")
	}
	for d.More() {
		var item T
		if err := d.Decode(&item); err != nil {
			return err
		}
		in.item = 0
		if err := put(item); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}

// opens reads the first word of an answer.
func opens(d *json.Decoder, want json.Delim) error {
	t, err := d.Token()
	if err != nil {
		return whole(err)
	}
	if t != want {
		return errors.New("its form is another")
	}
	return nil
}

// whole tells the end of an answer that was cut short from the end of one.
func whole(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
