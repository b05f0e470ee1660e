package kube

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// page is how many objects are asked for at once.
const page = 500

// List reads all objects of a kind, page by page, sorted by reference. What the
// managedFields of several objects have in common is one value in memory: callers
// read answers and never change them in place.
func (c *Cluster) List(ctx context.Context, l target.Query) ([]object.Object, error) {
	var items []object.Object
	err := c.Walk(ctx, l, func(o object.Object) error {
		items = append(items, o)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, o := range items {
		c.note(o)
	}
	slices.SortFunc(items, func(a, b object.Object) int { return a.Ref().Compare(b.Ref()) })
	return items, nil
}

// Walk hands out all objects of a kind as they are read, in the server's order, and
// holds none of them: a kind may have more than fits into memory. Where the list's
// continuation expires, it ends with a fault of that class, after it has handed out some.
func (c *Cluster) Walk(ctx context.Context, l target.Query, each func(object.Object) error) error {
	k, ok := object.KindOf(l.Kind)
	if !ok {
		return strange("list", object.Ref{Kind: l.Kind, Namespace: l.Namespace})
	}
	q := &request{verb: "list", ref: object.Ref{Kind: l.Kind, Namespace: l.Namespace}, method: http.MethodGet, path: path(k, l.Namespace, "")}
	q.query = url.Values{"limit": {strconv.Itoa(page)}}
	if l.Selector != "" {
		q.query.Set("labelSelector", l.Selector)
	}
	if l.Fields != "" {
		q.query.Set("fieldSelector", l.Fields)
	}
	if l.Names {
		q.accept = typeMetaList
	}
	list := lister{kind: k, metadata: l.Names, decoder: newDecoder(strings.NewReader("")), each: each}
	for first := true; first || list.next != ""; first = false {
		if !first {
			q.query.Set("continue", list.next)
		}
		if err := c.send(ctx, q, list.read); err != nil {
			return err
		}
	}
	return nil
}

// lister collects the pages of a list.
type lister struct {
	kind object.Kind
	// metadata says that nothing else was asked for.
	metadata bool
	decoder  *decoder
	each     func(object.Object) error
	// next asks for the page after the last one read, "" where there is none.
	next string
}

// read adds one page.
func (l *lister) read(r io.Reader) error {
	d := l.decoder
	d.Reset(r)
	l.next = ""
	if t, err := d.ReadToken(); err != nil {
		return whole(err)
	} else if t.Kind() != '{' {
		return errors.New("it is no list")
	}
	seen := false
	for d.PeekKind() != '}' {
		t, err := d.ReadToken()
		if err != nil {
			return whole(err)
		}
		name := t.String()
		switch kind := d.PeekKind(); {
		case name == "items" && kind == '[':
			seen, err = true, l.readItems()
		case name == "items" && kind == 'n' && l.metadata:
			// A list of metadata that is empty says null.
			seen, err = true, l.member(name)
		default:
			err = l.member(name)
		}
		if err != nil {
			return whole(err)
		}
	}
	if _, err := d.ReadToken(); err != nil {
		return whole(err)
	}
	if !seen {
		return errors.New("it has no items")
	}
	return nil
}

// member reads what stands beside the items.
func (l *lister) member(name string) error {
	v, err := l.decoder.value(name)
	if meta, ok := v.(map[string]any); ok && name == "metadata" {
		l.next, _ = meta["continue"].(string)
	}
	return err
}

// readItems reads the objects. Those of a list do not say what kind they are.
func (l *lister) readItems() error {
	d := l.decoder
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() != ']' {
		v, err := d.value("")
		if err != nil {
			return err
		}
		o, ok := v.(map[string]any)
		if !ok {
			return errors.New("an item is no object")
		}
		o["kind"], o["apiVersion"] = l.kind.Name, l.kind.APIVersion()
		if err := l.each(o); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}
